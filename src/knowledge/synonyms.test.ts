import { createOrganizationIndex } from './index/organization-index';
import { createSynonyms, noSynonyms, type Synonyms } from './synonyms';
import { form, words } from './tokenize';

const groups = [
  ['price', 'cost', 'rate', 'how much'],
  ['refund', 'money back', 'Rückerstattung'],
  ['parcel', 'box'],
];
const synonyms = createSynonyms(groups);
const formsOf = (query: string) => words(query).map(form);
const foundIn = (query: string) =>
  synonyms.in(formsOf(query)).map(({ from, to }) => words(query).slice(from, to).join(' '));

it('finds words and phrases of its groups in a query, each group once, the longer before the shorter', () => {
  expect(foundIn('How much are the rates of a box?')).toEqual(['how much', 'box']);
  expect(foundIn('I want my money back')).toEqual(['money back']);
  expect(foundIn('money, or back')).toEqual([]);
  expect(foundIn('Ist eine ruckerstattung möglich')).toEqual(['ruckerstattung']);
});

it('is another revision when its words are others, and none where there are none', () => {
  expect(createSynonyms(groups).revision).toBe(synonyms.revision);
  expect(createSynonyms(groups.slice(1)).revision).not.toBe(synonyms.revision);
  expect(createSynonyms([]).revision).toBe(noSynonyms.revision);
  expect(createSynonyms([['?', '…']]).in(formsOf('? …'))).toEqual([]);
});

describe('in a search by words', () => {
  const index = createOrganizationIndex();
  const articles = [
    ['price', 'Price of the family plan', 'The price of the family plan is 12 euros a month.'],
    ['refund', 'Refunds', 'A refund takes 5 to 7 working days from the day your return arrives.'],
    ['opening', 'Opening hours', 'Our shop is open from nine to five on working days.'],
    ['family', 'Family members', 'A family plan has up to five members, each with an own login.'],
    ['rates', 'Back up your data', 'Keep a copy of your data at home.'],
  ] as const;
  beforeAll(async () => {
    for (const [id, title, content] of articles)
      await index.put({ id, title, content, tags: [], audience: 'public' }, '1');
  });
  const search = (query: string, used?: Synonyms) =>
    index.search(index.corrected(query, used), {
      limit: 3,
      audience: 'public',
      ...(used && { synonyms: used }),
    });

  it('what is asked with one word finds what says another, nearly as surely as with that one', () => {
    const [asked] = search('What is the price of the family plan?');
    const [unknown] = search('rates for the family plan?');
    const [meant] = search('rates for the family plan?', synonyms);
    expect(meant).toMatchObject({ articleId: 'price' });
    expect(meant!.certainty).toBeGreaterThan(unknown!.certainty + 0.1);
    expect(meant!.certainty).toBeGreaterThan(asked!.certainty - 0.1);
    expect(search('how much is the family plan', synonyms)[0]).toMatchObject({ articleId: 'price' });
  });

  it('a phrase finds the word, and the word a passage with all of the phrase', () => {
    expect(search('when do I get my money back', synonyms)[0]).toMatchObject({ articleId: 'refund' });
    const backed = createSynonyms([['safeguard', 'copy of data']]);
    expect(search('safeguard', backed)[0]).toMatchObject({ articleId: 'rates' });
    expect(search('safeguard')).toEqual([]);
  });

  it('puts an article before the one that has the words of the question, and is not sure of it', () => {
    expect(search('my money back in five days')[0]).toMatchObject({ articleId: 'rates' });
    const [meant] = search('my money back in five days', synonyms);
    expect(meant).toMatchObject({ articleId: 'refund' });
    expect(meant!.certainty).toBeLessThan(0.5);
  });

  it('says nothing of a question that has no word of a group', () => {
    const plain = search('When is the shop open?');
    expect(search('When is the shop open?', synonyms)).toEqual(plain);
  });

  it('does not count twice what is asked with two words of one group', () => {
    const once = search('price family plan', synonyms)[0]!;
    const twice = search('price cost family plan', synonyms)[0]!;
    expect(twice.certainty).toBeCloseTo(once.certainty, 5);
  });

  it('does not take a word of a group for one that was mistyped', () => {
    expect(index.corrected('my refnd')).toBe('my refund');
    expect(index.corrected('my refnd', createSynonyms([['refnd', 'family']]))).toBe('my refnd');
  });
});
