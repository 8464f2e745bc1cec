import { questionsIn } from './questions';

it.each([
  ['How long does a refund take? Do you ship to Norway?', 2],
  ['how much is delivery and how long does a refund take', 2],
  ['Wie lange dauert eine Erstattung und was kostet der Versand?', 2],
  ['¿Cuánto cuesta el envío? ¿Puedo devolver una tienda?', 2],
  ['when do you open\nwhere is the shop', 2],
  ['What is the price? When does it ship? Where is it made?', 3],
])('"%s" asks %i things', (text, count) => {
  expect(questionsIn(text)).toHaveLength(count);
});

it.each([
  'How long does a refund take?',
  'I bought a tent and a stove last week. Can I return both?',
  'Hello, how are you? Can I change my address?',
  'what is the difference between black and white tea',
  'My parcel is late. I am not happy.',
  'Can I pay by card and by gift card?',
  // More than anybody answers in one go.
  'Where? What price? Which size? Which colour? Which shop? Which day? Which road?',
])('"%s" is one', (text) => {
  expect(questionsIn(text)).toEqual([text]);
});
