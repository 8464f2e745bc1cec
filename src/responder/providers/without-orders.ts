// An article speaks to customers. A sentence in it that speaks to a program is none of the article's: no model reads it.
import { wholes } from '../../knowledge/excerpt';

const orders = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,60}\b(?:instructions?|rules?|prompts?|guidelines|above|previous|earlier|everything)\b/i,
  /\b(?:ignorier\w*|vergiss|missachte)\b[^.!?\n]{0,60}\b(?:anweisung\w*|regeln|vorgaben|alles|obige\w*)/i,
  /\b(?:ignora|olvida|oublie[zr]?|ignore[zr]?)\b[^.!?\n]{0,60}\b(?:instruc\w+|reglas|règles|anterior\w*|précédent\w*)/i,
  /\b(?:system|developer|hidden|initial) prompt\b/i,
  /^\W{0,5}(?:system|assistant|developer|AI|chatbot)\s?:/im,
  /\b(?:as an AI|you are (?:now |a |an )?(?:AI|assistant|chatbot|language model|DAN)|AI assistants? (?:must|should|shall))\b/i,
];

export function withoutOrders(text: string): string {
  if (!orders.some((order) => order.test(text))) return text;
  return wholes(text)
    .filter((sentence) => !orders.some((order) => order.test(sentence)))
    .join('');
}
