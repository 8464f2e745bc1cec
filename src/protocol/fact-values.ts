// Facts of a packet are one text a kind; several values of one kind stand beside each other in it.

const sentences = ['address', 'preference', 'promised'];

/** What stands between two values: an address or a sentence has commas of its own. */
export const between = (kind: string): string => (sentences.includes(kind) ? '; ' : ', ');

/** The values of one fact. */
export const valuesOf = (kind: string, fact: string): string[] => fact.split(between(kind));
