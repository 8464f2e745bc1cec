// Facts of a packet are one text a kind; several values of one kind stand beside each other in it.

/** What stands between two values: a postal address has commas of its own. */
export const between = (kind: string): string => (kind === 'address' ? '; ' : ', ');

/** The values of one fact. */
export const valuesOf = (kind: string, fact: string): string[] => fact.split(between(kind));
