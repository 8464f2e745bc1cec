const answers = /^(?:(?:re|aw|sv|antw|fwd?|wg)\s*:\s*)+/i;

/** Whether two mails are about the same: an "Re:" more or less does not count. */
export const sameSubject = (one: string, other: string): boolean =>
  one.replace(answers, '').trim().toLowerCase() === other.replace(answers, '').trim().toLowerCase();
