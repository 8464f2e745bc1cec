/** Where a colleague finds a conversation, or one message of it. @param origin of the console */
export function linkTo(origin: string, sessionId: string, seq?: number): string {
  return `${origin}/console/inbox/${sessionId}?tab=all${seq === undefined ? '' : `&seq=${seq}`}`;
}
