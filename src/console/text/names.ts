/** A name in one field, as the server keeps it in two: the first word, and the rest. */
export function namesOf(name: string): { firstName: string; lastName?: string } {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return { firstName, ...(rest.length > 0 && { lastName: rest.join(' ') }) };
}
