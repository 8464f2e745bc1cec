import { slaLines, spanWords } from './sla-texts';

const minutes = (n: number) => spanWords(n * 60_000);

test('Spans are said in minutes, then hours, then days', () => {
  expect([0.5, 5, 59, 60, 200, 1_500, 2_880].map(minutes)).toEqual([
    'under 1 min',
    '5 min',
    '59 min',
    '1 h',
    '3 h 20 min',
    '25 h',
    '2 d',
  ]);
});

test('Every promise has its line: until when, what is late, what is paused', () => {
  const at = (time: string) => new Date(`2026-03-02T${time}`).toISOString();
  const since = at('09:00');
  const sla = {
    policyId: 'a',
    policy: 'Urgent',
    promises: [
      { target: 'first_reply' as const, since, dueAt: at('10:00') },
      { target: 'next_reply' as const, since, dueAt: at('12:00') },
      { target: 'resolution' as const, since, minutesLeft: 90 },
    ],
  };
  expect(slaLines(sla, Date.parse(at('11:00')), 'en-GB').split('\n')).toEqual([
    'Urgent',
    'First reply: was promised by 10:00',
    'Reply: promised by 12:00',
    'Resolution: paused, 1 h 30 min left',
  ]);
});
