/** What is remembered of a customer. */
export const memoryKinds = [
  'name',
  'language',
  'order number',
  'email',
  'phone',
  'address',
  'amount',
  'date',
  'product',
  'preference',
  'promise',
] as const;

export type MemoryKind = (typeof memoryKinds)[number];

/** Names of a packet's facts, of which some were said in another conversation. */
export type FactKind = MemoryKind | 'earlier order number' | 'promised';
