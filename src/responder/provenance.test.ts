import { stands } from './provenance';

describe('an excerpt stands in its article', () => {
  const article =
    '# Refunds\n\nA refund takes **five** working days.\n\n| Zone | Cost |\n| --- | --- |\n| Norway | £16 |';

  it.each([
    ['as it was written', 'A refund takes five working days.', true],
    ['set otherwise', 'a refund takes _five_ working days', true],
    ['shortened', 'A refund takes five …', true],
    ['out of a table', 'Norway: £16', true],
    ['with another number', 'A refund takes seven working days.', false],
    ['with a word more', 'A refund takes five long working days.', false],
    ['in part of a word', 'refund takes five work', false],
  ])('%s', (_, excerpt, does) => {
    expect(stands([excerpt], article)).toBe(does);
  });
});
