import { callsIn, mentionsIn } from './mentions';

const team = [
  { id: 'ada', displayName: 'Ada' },
  { id: 'lovelace', displayName: 'Ada Lovelace' },
  { id: 'jo', displayName: 'José' },
];

it('finds whole names behind @, and nobody in an address or a longer word', () => {
  expect(mentionsIn('@José, can you look? @Ada', team)).toEqual(['ada', 'jo']);
  expect(mentionsIn('write to me@Ada.test or @Adam', team)).toEqual([]);
});

it('marks each place once, the longest name of those that begin there', () => {
  const text = '@Ada Lovelace and @Ada';
  const names = team.map(({ displayName }) => displayName);
  expect(callsIn(text, names).map(({ from, to }) => text.slice(from, to))).toEqual(['@Ada Lovelace', '@Ada']);
});
