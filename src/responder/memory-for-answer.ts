// What is remembered of a customer from other conversations, where it may change their answer. It is looked for only where a model
// could read it or the question leans on something that was not said here, and such an answer is nobody else's.
import type { KnownFact, KnownOfCustomer } from '../customers/memory/remembered-facts';
import { nothingKnown } from '../customers/memory/remembered-facts';
import type { Passage } from '../knowledge/passage';
import { wellFound } from './find-passages';
import { followsOn } from './contextual-question';
import type { OwnSession } from './own-data/own-data';
import { isVouched, openQuestion, textOf, type Turn } from './transcript';

/** Nothing of whom nothing proves, and of who wants nothing remembered. */
export type Recalled = (session: OwnSession) => Promise<KnownOfCustomer>;

/** Where nobody is remembered. */
export const noMemory: Recalled = () => Promise.resolve(nothingKnown);

interface Asked {
  session?: OwnSession | undefined;
  turns: readonly Turn[];
  /** ISO 639-1, of what they have written here. */
  written: string | undefined;
  /** A model could read it. */
  asksModel: boolean;
}

export async function recollect(
  recalled: Recalled,
  { session, turns, written, asksModel }: Asked,
): Promise<KnownOfCustomer> {
  const mayMatter = asksModel || written === undefined || leansOnNothing(turns);
  return session && mayMatter && isVouched(turns) ? recalled(session) : nothingKnown;
}

/** "And where is it?", of which nothing was said before in this conversation. */
export function leansOnNothing(turns: readonly Turn[]): boolean {
  const question = openQuestion(turns);
  const before = turns.slice(0, turns.length - question.length);
  return !before.some(({ sender }) => sender === 'customer') && followsOn(textOf(question));
}

/** Who has one product and asks "how do I clean it?" means that one, unless the question finds its article alone. */
export async function aboutProduct(
  search: (query: string) => Promise<Passage[]>,
  turns: readonly Turn[],
  { alone, facts }: { alone: Passage[]; facts: readonly KnownFact[] },
): Promise<Passage[]> {
  const [product, ...others] = facts.filter(({ kind }) => kind === 'product');
  const score = alone[0]?.score ?? 0;
  if (!product || others.length > 0 || score >= wellFound || !leansOnNothing(turns)) return alone;
  const together = await search(`${product.text}\n${textOf(openQuestion(turns))}`);
  return (together[0]?.score ?? 0) > score ? together : alone;
}
