import { corrected, type Vocabulary } from './spelling';

const known = (...all: string[]): Vocabulary => ({
  knows: (word) => all.includes(word),
  eachWritten: (visit) => all.forEach((text) => visit(text, 1)),
});
const shop = known('refund', 'takes', 'invoice', 'kennwort', 'norway');

it.each([
  ['how logn does teh refnd tkae', 'how long does the refund take'],
  ['waht is my invioce', 'what is my invoice'],
  ['my passwrod is lsot', 'my password is lost'],
  ['norwya', 'norway'],
  ['CANCLE it', 'cancel it'],
])('"%s" is asked as "%s"', (typed, meant) => expect(corrected(typed, shop)).toBe(meant));

it.each([
  // Words that are right, in the dictionary, of the base, or of another language.
  ['how long does shipping take'],
  ['reset my kennwort'],
  ['Wie lange dauert die Rückerstattung'],
  ['unsubscribing'],
  // Names and codes.
  ['is Refunt a brand'],
  ['order AB-4711x'],
  ['我的退款在哪里'],
  [''],
])('"%s" stays as it is', (typed) => expect(corrected(typed, shop)).toBe(typed));

it('looks at a bounded number of words, however long the text', () => {
  const pasted = Array.from({ length: 20_000 }, (_, n) => `xq${n.toString(36)}z`).join(' ');
  expect(corrected(pasted, shop)).toBe(pasted);
});
