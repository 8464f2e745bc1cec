import type { FactKind } from '../model/fact-kinds';

/** How the kinds of facts are called that a packet and the memory of a customer hold. */
export const factWords = {
  'fact name': 'name|kind of fact',
  'fact language': 'language|kind of fact',
  'fact order number': 'order number|kind of fact',
  'fact earlier order number': 'earlier order number|kind of fact',
  'fact email': 'email|kind of fact',
  'fact phone': 'phone|kind of fact',
  'fact address': 'address|kind of fact',
  'fact amount': 'amount|kind of fact',
  'fact date': 'date|kind of fact',
  'fact product': 'product|kind of fact',
  'fact preference': 'preference|kind of fact',
  'fact promise': 'promise|kind of fact',
  'fact promised': 'promised|kind of fact',
} as const satisfies Record<`fact ${FactKind}`, string>;
