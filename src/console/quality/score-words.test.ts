import { figureTable, scoreWord, valueOfKey, valueWord } from './score-words';

test('A key is a value of its own scale, and nothing else', () => {
  const stars = { scale: 'one_to_five' } as const;
  const yesNo = { scale: 'yes_no' } as const;
  expect(['0', '1', '5', '6', 'y', 'X'].map((key) => valueOfKey(stars, key))).toEqual([
    ...[undefined, 1, 5, undefined, undefined],
    null,
  ]);
  expect(['y', 'N', '0', '1', '2', 'x'].map((key) => valueOfKey(yesNo, key))).toEqual([
    ...[1, 0, 0, 1, undefined],
    null,
  ]);
  expect([valueWord(yesNo, 0), valueWord(stars, 4), valueWord(stars, null)]).toEqual([
    ...['No', '4', 'Does not apply'],
  ]);
  expect([scoreWord(null), scoreWord(87.5), scoreWord(100)]).toEqual(['–', '87.5', '100']);
});

test('The table has a line for each agent, team, criterion and week; what is not known is empty', () => {
  const figure = { reviewed: 2, score: 75, failedCritical: 1 };
  const none = { reviewed: 0, score: null, failedCritical: 0 };
  const table = figureTable({
    ...{ ...figure, open: 1, skipped: 0, disputed: 0 },
    agents: [{ ...figure, key: 'ai', name: 'AI' }],
    teams: [{ ...figure, key: 'none', name: 'No team' }],
    criteria: [{ ...none, key: 'c', name: 'Tone' }],
    weeks: [{ ...figure, week: '2026-03-02' }],
  });
  expect(table.slice(1)).toEqual([
    ['Agent', 'AI assistant', '2', '75', '1'],
    ['Team', 'No team', '2', '75', '1'],
    ['Criterion', 'Tone', '0', '', '0'],
    ['Week', '2026-03-02', '2', '75', '1'],
  ]);
});
