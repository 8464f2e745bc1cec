import { excerpt, withMore } from './excerpt';

const steps = `You can send anything back within 30 days.

1. Open **Orders** and press **Return items**. If you ordered as a guest, use the link in your e-mail.
2. Print the label, or show the code on your phone.
3. Hand in the parcel and keep the receipt.
4. Wait for the refund.`;
const paragraphs = `Hand in the parcel at any post office, e.g. the one in St. Mary's Road. Dr. No will help you. Keep the receipt until the money has arrived, which takes 3.5 days on average! The workshop is open on working days.`;
const wrappedLines = `The parcel is handed in at the post office
where you got it, and the receipt is kept until
the refund has arrived. Nothing else is needed
of you. We write as soon as it is here.`;
const list = `Bring these:\n- the parcel\n- the label, printed\n- the receipt\n- a passport or a driving licence`;
const chinese = '您可以在三十天内退货。请打开订单页面，选择退货。打印标签。把包裹交给邮局。请保留收据。';

/** Where an excerpt may end: sentences and list items. */
const ends = /(?:[.!?。]|\n(?:\d\.|-) [^\n]*)$/;

it.each([
  ['steps', steps, 80],
  ['paragraphs', paragraphs, 82],
  ['hard line breaks', wrappedLines, 124],
  ['a list', list, 42],
  ['Chinese', chinese, 18],
])(
  'of %s ends at the end of a sentence or an item at every length, and says when more stands there',
  (_, text, least) => {
    for (let most = least; most <= text.length + 2; most += 1) {
      for (const query of ['how do I return it', 'receipt', 'refund', '退货']) {
        const found = excerpt(text, query, most);
        expect(found.length).toBeLessThanOrEqual(most);
        const [kept, rest] = [found.replace(/[ \n]…$/, ''), found.endsWith('…')];
        expect(text).toContain(kept);
        expect(rest).toBe(!text.endsWith(kept));
        expect(`\n${kept}`).toMatch(ends);
        expect(kept).not.toMatch(/(?:\d\.|e\.g\.|Dr\.|St\.|3\.)$/);
      }
    }
  },
);

it('one sentence that is longer than the room is cut between its words, and never inside an emoji', () => {
  const long = `The parcel ${'goes on and '.repeat(60)}ends.`;
  expect(excerpt(long, 'parcel', 100)).toMatch(/ (?:goes|on|and) …$/);
  const emoji = '👩‍👩‍👧‍👦'.repeat(60);
  expect(emoji.startsWith(excerpt(emoji, 'x', 100).replace(/ ?…$/, ''))).toBe(true);
  expect(
    [...new Intl.Segmenter().segment(excerpt(emoji, 'x', 100).replace(/ ?…$/, ''))].at(-1)!.segment,
  ).toBe('👩‍👩‍👧‍👦');
});

it('below a list "…" is a line of its own, so that it joins no item', () => {
  expect(withMore('- a')).toBe('- a\n…');
  expect(withMore('It ends.')).toBe('It ends. …');
});
