// When something was said, as far as a provider's clock is believed. Pure.
/** Providers say it to the second. */
export function writtenBefore(at: string, receivedAt: string): string {
  const said = Date.parse(at) > 0 ? new Date(Date.parse(at) + 1_000).toISOString() : receivedAt;
  return said < receivedAt ? said : receivedAt;
}

export function sentAtOf({ at }: { at: string }, { receivedAt }: { receivedAt: string }): string {
  // A clock that runs ahead keeps no window open.
  return Date.parse(at) > 0 && at < receivedAt ? at : receivedAt;
}
