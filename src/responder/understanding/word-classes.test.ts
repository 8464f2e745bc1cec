import { asksForPerson } from './asks-for-person/asks-for-person';
import { clausesOf, classifier } from './word-classes';

/** Words that nobody knows, each once, as long as a message can be. */
const longText = (seed: number) =>
  Array.from({ length: 700 }, (_, n) =>
    (n * 7_919 + seed * 104_729 + 17_000)
      .toString(26)
      .replace(/\d/g, (digit) => 'aeioumnrst'[Number(digit)]!),
  ).join(' ');

/** How often a map is asked while something runs. */
function looksInMaps(run: () => void): number {
  const { get, has } = Map.prototype;
  let count = 0;
  Map.prototype.get = function (this: Map<unknown, unknown>, key: unknown) {
    count += 1;
    return get.call(this, key) as unknown;
  };
  Map.prototype.has = function (this: Map<unknown, unknown>, key: unknown) {
    count += 1;
    return has.call(this, key);
  };
  try {
    run();
  } finally {
    Object.assign(Map.prototype, { get, has });
  }
  return count;
}

it('a long text costs few looks a word, and fewer once its words were seen', () => {
  asksForPerson('can I talk to somebody, please?');
  const text = longText(1);
  const words = clausesOf(text).reduce((sum, { units }) => sum + units.length, 0);
  const first = looksInMaps(() => asksForPerson(text));
  const again = looksInMaps(() => asksForPerson(text));
  // Each word is looked up in the vocabularies of five languages.
  expect(first).toBeLessThan(words * 5 * 6);
  expect(again).toBeLessThan(first * 0.7);
});

it('knows a phrase by its longest form, a stem, and a word with a slip', () => {
  const kindsOf = classifier({ a: 'talk|talk to', b: 'agen*', c: 'representative', d: 'operator' }, 'cd');
  const kinds = (text: string) => clausesOf(text).map(kindsOf).join('');
  expect(kinds('talk to talk agency')).toBe('aab');
  expect(kinds('operater oprator operatro operaator')).toBe('dddd');
  expect(kinds('opeXYtor representitave reprsentative')).toBe('xcc');
});
