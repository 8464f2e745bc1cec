import { createAnalytics, datesOf, type DayNumbers } from './analytics';

it('names every day of a range, over the end of February and of summer time', () => {
  expect(datesOf({ from: '2028-02-28', to: '2028-03-01' })).toEqual([
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ]);
  expect(datesOf({ from: '2026-10-24', to: '2026-10-26' })).toHaveLength(3);
  expect(datesOf({ from: '2026-10-26', to: '2026-10-24' })).toEqual([]);
});

it('fills days without sessions with zeros and adds up the others', async () => {
  const day = {
    totalConversations: 4,
    aiResolvedConversations: 3,
    agentResolvedConversations: 1,
  } as DayNumbers;
  const analytics = createAnalytics({
    store: {
      slaOutcomes: async () => [],
      days: () => Promise.resolve([{ ...day, date: '2026-01-02' }]),
      keep: () => Promise.resolve(),
    },
  });
  const { totals, days } = await analytics.numbers('o', { from: '2026-01-01', to: '2026-01-03' });
  expect(totals).toEqual(day);
  expect(days.map(({ totalConversations }) => totalConversations)).toEqual([0, 4, 0]);
});
