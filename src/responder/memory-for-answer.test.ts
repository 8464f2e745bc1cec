import type { KnownFact } from '../customers/memory/remembered-facts';
import type { Passage } from '../knowledge/passage';
import { aboutProduct } from './memory-for-answer';

const passage = (title: string, score: number) => ({ title, score }) as Passage;
const tent: KnownFact = { kind: 'product', text: 'Trailblazer Tent' };

async function found(text: string, facts: readonly KnownFact[], score = 0.2, before: string[] = []) {
  const asked: string[] = [];
  const search = (query: string) => {
    asked.push(query);
    return Promise.resolve([passage('Cleaning a tent', 0.7)]);
  };
  const turns = [
    ...before.flatMap((one) => [
      { sender: 'customer' as const, text: one },
      { sender: 'ai' as const, text: 'Yes.' },
    ]),
    { sender: 'customer' as const, text },
  ];
  const passages = await aboutProduct(search, turns, { alone: [passage('Cleaning', score)], facts });
  return [passages[0]!.title, asked];
}

it('takes the one product of a customer for what "it" is, where nothing else was named', async () => {
  const [title, asked] = await found('How do I clean it?', [tent]);
  expect([title, asked]).toEqual(['Cleaning a tent', ['Trailblazer Tent\nHow do I clean it?']]);
});

it.each([
  ['it is said what is meant', 'How do I clean a pair of boots?', [tent], 0.2, []],
  ['the question finds its article alone', 'How do I clean it?', [tent], 0.5, []],
  ['it was named in this conversation', 'How do I clean it?', [tent], 0.2, ['Do you sell boots?']],
  ['there are two', 'How do I clean it?', [tent, { ...tent, text: 'Compass' }], 0.2, []],
  ['there is none', 'How do I clean it?', [], 0.2, []],
] as Array<[string, string, KnownFact[], number, string[]]>)(
  'does not where %s',
  async (_why, text, facts, score, before) => {
    expect(await found(text, facts, score, before)).toEqual(['Cleaning', []]);
  },
);
