import type { Passage } from '../../knowledge/passage';
import { textOfWords } from '../../protocol/model/wording';
import { cleanAnswer, createDraft } from './clean-answer';
import { declines } from './prompt';
import { formattedLinks } from '../../protocol/rich-text';

const passage = (chunkId: string, text = 'See https://shop.example/returns for more.'): Passage => ({
  articleId: chunkId,
  chunkId,
  title: chunkId,
  heading: '',
  text,
  excerpt: text,
  score: 0.5,
  certainty: 0.5,
  url: 'https://shop.example/help',
  audience: 'public',
  labels: [],
});
const passages = [
  passage('a', 'Refunds take 5 days. Send it back. See https://shop.example/returns for more.'),
  passage('b', 'Refunds take 5 days. See https://shop.example/returns for more.'),
];

describe('what a model wrote', () => {
  it('loses its marks, and tells what it cites', () => {
    const { text, cited } = cleanAnswer('Refunds take **5 days** [2]. Send it back [1, 2].', passages);
    expect(text).toBe('Refunds take 5 days. Send it back.');
    expect(cited.map(({ chunkId }) => chunkId)).toEqual(['b', 'a']);
  });

  it('cites nothing that it was not given', () => {
    expect(cleanAnswer('True [7].', passages).cited).toEqual([]);
  });

  it('keeps links of the articles and drops all others, images and HTML', () => {
    const { text } = cleanAnswer(
      'Go to https://shop.example/returns [1]. See ![x](https://evil.test/x.png) [1]. See [here](https://evil.test/a) [1]. See <img src="//evil.test/c"> javascript:alert() for more https://shop.example/help [1]. See www.evil.test/b [1].',
      passages,
    );
    expect(text).toBe('Go to https://shop.example/returns. See for more https://shop.example/help.');
  });

  it.each([
    'xhttps://evil.test/a',
    '_https://evil.test/a',
    'HTTPS://evil.test',
    'https://evil.test/很好',
    '(https://evil.test)',
    'www.evil.test',
    'help@evil.test',
    'mailto:help@evil.test',
    'tel:+49 123 4567890',
    '[help](https://evil.test)',
    '[a [b](https://evil.test)](https://evil.test)',
    'ht[x](https://evil.test)tps://evil.test',
    'www[x](https://evil.test) .evil.test',
    'https://shop.example/returns@evil.test',
    'https://shop.example/returns.evil.test',
  ])('makes no link of %s, whatever the page would make of it', (address) => {
    const { text } = cleanAnswer(
      `See https://shop.example/returns [1]. Look at ${address} now, for more [1].`,
      passages,
    );
    expect(formattedLinks(text).map(({ href }) => href)).toEqual(['https://shop.example/returns']);
  });

  it('keeps addresses and numbers that the article gives', () => {
    const own = passage('a', 'Write to help@shop.example, or call tel:+49301234567.');
    const { text } = cleanAnswer('Write to help@shop.example or tel:+49301234567 [1].', [own]);
    expect(text).toBe('Write to help@shop.example or tel:+49301234567.');
  });

  it('is streamed clean, in checked sentences, and not at all when it declines', () => {
    const full = 'Refunds take 5 days [1]. Look at https://evil.test/x now please [1]. Send it back [1].';
    let seen = '';
    const draft = createDraft(passages, (delta) => (seen += delta));
    for (let i = 1; i <= full.length; i += 3) draft(full.slice(0, i));
    expect(seen.trim()).toBe('Refunds take 5 days.');
    draft(`${full} Done`);
    expect(seen.trim()).toBe('Refunds take 5 days. Send it back.');
    const declined: string[] = [];
    const silent = createDraft(passages, (delta) => declined.push(delta));
    for (let i = 1; i <= 40; i += 1) silent('HANDOVER: the passages do not say so...'.slice(0, i));
    expect(declined).toEqual([]);
  });
});

it('a model declines in its one way, wherever it writes it', () => {
  const why = (text: string) => textOfWords(declines(text) ?? '');
  expect(why('HANDOVER: needs a look at the order')).toBe(
    'The AI left it to a person: needs a look at the order',
  );
  expect(why('Sorry.\n**HANDOVER**')).toBe('The AI left it to a person.');
  expect(why('I am sorry. HANDOVER: the order must be looked at')).toBe(
    'The AI left it to a person: the order must be looked at',
  );
  for (const text of [
    'Sorry, handover: ask them',
    'HAND**OVER**: x',
    'So: HANDOVER',
    'Handover',
    'Well… Handover：x',
  ]) {
    expect(why(text)).toMatch(/^The AI left it to a person/);
  }
  expect(declines('Refunds take five days [1].')).toBeUndefined();
  expect(declines('Handover of the keys is at the desk [1]. The handover takes an hour.')).toBeUndefined();
});
