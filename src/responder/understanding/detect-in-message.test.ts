import { detectIn, entitiesIn } from './detect-in-message';

test('A message brings the facts and the mood that are in it, and nothing where there is nothing', () => {
  expect(
    detectIn({ text: 'My order HP-10234 is late. This is terrible, I hate it, mail ada@shop.test' }),
  ).toEqual({
    intentDetected: 'My order HP-10234 is late.',
    sentiment: 'negative',
    entities: [
      { name: 'order number', value: 'HP-10234' },
      { name: 'email', value: 'ada@shop.test' },
    ],
  });
  expect(detectIn({ text: 'Are you still there?' })).toEqual({});
  expect(detectIn({})).toEqual({});
});

test.each([
  ['Hi, my parcel has not arrived. My card is 4111 1111 1111 1111', 'my parcel has not arrived.'],
  ['and where can I find the tracking?', 'and where can I find the tracking?'],
  ['Mein Paket kam kaputt an', 'Mein Paket kam kaputt an'],
  ['我的订单什么时候到？', '我的订单什么时候到？'],
  ['the card 4111 1111 1111 1111 was charged twice', 'the card [card number] was charged twice'],
  ['order 4711', undefined],
  ['it was on Tuesday', undefined],
  ['thank you', undefined],
  ['I want to talk to a human', undefined],
])('What is wanted by %j is %j', (text, wanted) => expect(detectIn({ text }).intentDetected).toBe(wanted));

test('Of a message of thousands of lines the last ones say what is wanted', () => {
  const lines = 'a\n'.repeat(2_000);
  expect(detectIn({ text: `Where is my refund for the jacket?\n${lines}` }).intentDetected).toBeUndefined();
  const text = `${lines.slice(0, 3_000)}Where is my refund for the jacket?`;
  expect(detectIn({ text }).intentDetected).toBe('Where is my refund for the jacket?');
});

test('What others said, in a conversation that was brought along, is not the words of the customer', () => {
  const text = '> Mara: Mail us at help@shop.test\n\nThanks';
  expect(detectIn({ text, data: { broughtFrom: 's' } })).toEqual({});
});

test('The facts alone are those that a message brings', () => {
  const content = { text: 'My order HP-10234 is late. This is terrible, I hate it, mail ada@shop.test' };
  expect(entitiesIn(content)).toEqual(detectIn(content).entities);
  expect(entitiesIn({})).toEqual([]);
});
