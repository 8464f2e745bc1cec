import { insightDays, insightSentence } from './insight-words';

test('An insight says what grew, how much, and after what', () => {
  const label = { kind: 'label', name: 'refund' } as const;
  expect(insightSentence({ ...label, count: 42, before: [19, 22, 20, 21] })).toBe(
    'Conversations labelled “refund” doubled: 42 after 19 to 22 a week',
  );
  expect(
    insightSentence({ ...label, kind: 'article', name: 'Returns', count: 12, before: [0, 0, 0, 0] }),
  ).toBe('Questions about “Returns” are new: 12 after none in the four weeks before');
  expect(insightSentence({ ...label, kind: 'conversations', count: 160, before: [100, 100, 100, 100] })).toBe(
    'Conversations rose by 60 %: 160 after 100 a week',
  );
  expect(insightSentence({ ...label, kind: 'unanswered', count: 60, before: [10, 10, 8, 12] })).toBe(
    'Questions that no article answers are 6 times as many: 60 after 8 to 12 a week',
  );
});

test('Its days are those that were counted, the same in every zone', () => {
  const seven = { from: '2026-11-20T00:00:00.000Z', until: '2026-11-27T00:00:00.000Z' };
  expect(insightDays(seven, 'en-GB')).toBe('20 November 2026 to 26 November 2026');
});
