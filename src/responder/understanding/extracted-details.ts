// What an agent would copy from the conversation: numbers and addresses that the customer gave.
import { between } from '../../protocol/fact-values';
import type { FactKind } from '../../protocol/model/fact-kinds';
import { addresses, amounts, dates } from './detail-patterns';

const orderWords =
  'order|reference|ref|bestell(?:ung|nummer)|auftrag(?:snummer)?|pedido|commande|ordine|bestelling|zam[oó]wieni[ea]|заказ\\w*|注文(?:番号)?|订单号?|sipariş';
const numberWords = 'number|num|no|nr|nummer|numéro|número|numero|n°|nº|номер|id|is|:|#|\\s|\\.';

const finders: ReadonlyArray<{ name: FactKind; pattern: RegExp }> = [
  {
    name: 'order number',
    pattern: new RegExp(`(?:${orderWords})(?:${numberWords})*([A-Za-z]{0,4}-?\\d[\\dA-Za-z-]{2,19})`, 'giu'),
  },
  { name: 'order number', pattern: /#\s?([A-Z]{0,4}-?\d[\dA-Z-]{2,19})\b/gu },
  { name: 'order number', pattern: /\b([A-Z]{2,4}-?\d{4,12})\b/gu },
  {
    name: 'email',
    pattern:
      /(?<![\p{L}\p{N}._%+-])([\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5})/gu,
  },
  {
    name: 'phone',
    pattern: /(?<![\w-])(\+\d[\d ()/.-]{6,18}\d|\(?0\d{2,5}\)?[ /-]\d[\d -]{4,12}\d)(?![\w-])/gu,
  },
  { name: 'amount', pattern: amounts },
  ...dates.map((pattern) => ({ name: 'date' as const, pattern })),
  ...addresses.map((pattern) => ({ name: 'address' as const, pattern })),
];

/** One of these is in whatever a finder finds: most of what people write has none, and is looked at once. */
const inEach = /[\d@０-９丁目番地号]/;

/** Longest list of one kind; whoever writes more is listing, not telling. */
const most = 5;
/** What stands further on in a message is not looked through, in UTF-16 units. */
const longest = 4_000;

/** @returns for each kind what was found, in the order in which it was said, joined by `between` */
export function extractDetails(texts: readonly string[]): Record<string, string> {
  const found = new Map<string, Set<string>>();
  for (const text of texts.map((one) => one.slice(0, longest))) {
    if (!inEach.test(text)) continue;
    for (const { name, pattern } of finders) {
      for (const match of text.matchAll(pattern)) {
        const values = found.get(name) ?? new Set();
        if (values.size < most) found.set(name, values.add(match[1]!.trim().replace(/[.,]$/, '')));
      }
    }
  }
  return Object.fromEntries([...found].map(([name, values]) => [name, [...values].join(between(name))]));
}
