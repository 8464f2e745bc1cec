import { detectIn, entitiesIn } from './detect-in-message';

test('A message brings the facts and the mood that are in it, and nothing where there is nothing', () => {
  expect(
    detectIn({ text: 'My order HP-10234 is late. This is terrible, I hate it, mail ada@shop.test' }),
  ).toEqual({
    sentiment: 'negative',
    entities: [
      { name: 'order number', value: 'HP-10234' },
      { name: 'email', value: 'ada@shop.test' },
    ],
  });
  expect(detectIn({ text: 'Are you still there?' })).toEqual({});
  expect(detectIn({})).toEqual({});
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
