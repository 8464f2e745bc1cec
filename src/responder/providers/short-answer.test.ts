import { countWords } from '../../knowledge/tokenize';
import { mostWords, shortAnswer } from './short-answer';

const shipping = {
  title: 'Delivery',
  heading: 'Delivery abroad',
  text: `We deliver to all countries of the European Union, Norway and Switzerland. Delivery to the EU costs £12 and takes 4 to 7 working days; delivery to Norway and Switzerland costs £16 and takes 5 to 9 working days. Duties and taxes are included in the price you see at checkout, so nothing is due at the door.

Tents, kayaks and other bulky goods go by freight. The carrier rings you beforehand to agree a day, and the charge of £25 is shown at checkout.`,
};
const steps = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `${at + 1}. Open the page number ${at + 1} and press the button that it shows.`,
  );
const returns = (count: number) => ({
  title: 'Returning an item',
  heading: '',
  text: `You can return anything within 30 days of the day it arrived.\n\nThis is how:\n\n${steps(count).join('\n')}\n\nReturns from the United Kingdom are free.`,
});
const ask = (question: string, passage: Parameters<typeof shortAnswer>[0] = shipping, rest = {}) =>
  shortAnswer(passage, { question, language: 'en', ...rest });

it('says the sentence that answers first, and keeps the rest', () => {
  const answer = ask('what is the charge for bulky kayaks?')!;
  expect(answer.text).toMatch(/^Tents, kayaks and other bulky goods go by freight\. The carrier rings/);
  expect(answer.text).toMatch(/ …$/);
  expect(answer.more).toMatch(/^We deliver to all countries/);
});

it('begins with Yes only where the sentence says it', () => {
  expect(ask('Do you ship to Norway?')!.text).toMatch(/^Yes\. We deliver to all countries .* Norway/);
  expect(ask('Do you ship to Japan?')!.text).not.toMatch(/^Yes/);
  expect(ask('What does delivery to Norway cost?')!.text).toMatch(/^Delivery to the EU costs £12 .* £16/);
  expect(ask('Do you deliver to Norway or Switzerland?')!.text).not.toMatch(/^Yes/);
  const swimwear = { title: 'Returns', heading: '', text: 'Swimwear and opened food cannot be returned.' };
  expect(ask('Can I return swimwear?', swimwear)!.text).toBe('Swimwear and opened food cannot be returned.');
  const limited = {
    title: 'Pay',
    heading: '',
    text: 'Orders over £150 can be paid in instalments only with a card.',
  };
  expect(ask('Can I pay orders in instalments?', limited)!.text).not.toMatch(/^Yes/);
  const said = { title: 'Knives', heading: '', text: 'Yes, we sharpen kitchen knives on Tuesdays.' };
  expect(ask('Do you sharpen knives?', said)!.text).toBe(said.text);
  const german = { title: 'Versand', heading: '', text: 'Wir liefern nach Norwegen und in die Schweiz.' };
  const asked = { question: 'Liefern Sie nach Norwegen?', language: 'de' };
  expect(shortAnswer(german, asked)!.text).toBe('Ja. Wir liefern nach Norwegen und in die Schweiz.');
  const jackets = { ...german, text: 'Jacken liefern wir nach Norwegen.' };
  const askedOf = { question: 'Liefern Sie Jacken nach Norwegen?', language: 'de' };
  expect(shortAnswer(jackets, askedOf)!.text).toBe('Ja. Jacken liefern wir nach Norwegen.');
});

it('brings steps whole with the line that leads to them, or not at all', () => {
  const short = ask('how do I return an item?', returns(4))!;
  expect(short.text).toContain(`This is how:\n${steps(4).join('\n')}`);
  const long = ask('how do I return an item?', returns(9))!;
  expect(long.text).not.toMatch(/This is how|\d\. Open/);
  expect(long.more).toContain(`This is how:\n${steps(9).join('\n')}`);
  for (const { text } of [short, long]) expect(countWords(text)).toBeLessThanOrEqual(mostWords);
});

it('steps alone that are too long stand behind "more", under what they are about', () => {
  const answer = ask('how do I return an item?', { ...returns(9), text: steps(9).join('\n') });
  expect(answer).toEqual({ text: 'Returning an item …', more: steps(9).join('\n') });
});

it('of a long list of points it quotes the one that answers', () => {
  const rows = ['Norway', 'Japan', 'Kenya', 'Peru', 'Malta'].map(
    (land, at) => `- ${land}: delivery costs £${at + 10}, takes ${at + 2} working days and is signed for`,
  );
  const table = { title: 'Prices', heading: '', text: `Prices by country:\n${rows.join('\n')}` };
  expect(ask('what is delivery to Kenya', table)!.text).toBe(`${rows[2]}\n…`);
});

it('has at most 60 words before "more", also where one sentence is longer', () => {
  const long = { title: 'Tents', heading: '', text: `The tent ${'goes up and '.repeat(60)}down.` };
  const answer = ask('how does the tent go up', long)!;
  expect(countWords(answer.text)).toBeLessThanOrEqual(mostWords);
  expect(answer.more).toBe(long.text);
  expect(countWords(ask('duties', shipping, { most: 30 })!.text)).toBeLessThanOrEqual(30);
});

it('does not say again what was said: the next part, or nothing', () => {
  const question = 'how long does delivery to Norway take?';
  const first = ask(question)!;
  const second = ask(question, shipping, { said: first.text });
  expect(second?.text ?? '').not.toContain('5 to 9 working days');
  const short = { title: 'Hours', heading: '', text: 'We open at nine.' };
  expect(ask('when do you open', short, { said: 'We open at nine.' })).toBeUndefined();
});

it('takes along the sentence that the answer leans on', () => {
  const cards = {
    title: 'Gift cards',
    heading: '',
    text: 'A gift card comes by e-mail. It expires after 5 years.',
  };
  expect(ask('when does it expire', cards)!.text).toBe(
    'A gift card comes by e-mail. It expires after 5 years.',
  );
});
