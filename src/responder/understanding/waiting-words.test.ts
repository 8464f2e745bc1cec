import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { others } from './more-phrases';
import { western } from './phrases';
import { waitingWords, waitingWordsBy } from './waiting-words';

const widget = join(__dirname, '../../widget/translations');

const tableOf = (file: string) =>
  JSON.parse(readFileSync(join(widget, file), 'utf8')) as Record<string, string>;
// English comes in two: what is loaded at once, and what on demand.
const files = readdirSync(widget).filter((file) => !file.endsWith('-more.json'));

test.each(files)('they are what the widget says: %s', (file) => {
  const table = { ...tableOf(file), ...(file === 'en.json' && tableOf('en-more.json')) };
  // Nobody leaves a phone: where the answer will be is said in other words.
  const { comes: _, placeKept: __, ...words } = waitingWordsBy[file.replace('.json', '')]!;
  expect(words).toEqual(Object.fromEntries(Object.keys(words).map((key) => [key, table[key]])));
});

test('there are words for every language of small talk', () => {
  expect(Object.keys(waitingWordsBy).sort()).toEqual(Object.keys({ ...western, ...others }).sort());
});

test('what is known is said, and nothing else', () => {
  const opensAt = '2026-03-02T08:00:00.000Z';
  expect([
    waitingWords('de', { isLetter: true, isTaken: true, place: 2 }),
    waitingWords('en', { place: 1 }),
    waitingWords('de', { place: 3 }),
    waitingWords('und', {}),
    waitingWords('en', { isTaken: true, place: 2 }),
    waitingWords('en', { isNobodyOnline: true, place: 2 }),
    waitingWords('en', { closed: { opensAt, timeZone: 'Europe/Berlin' }, place: 2 }).replace(/\s/g, ' '),
    waitingWords('zh', { closed: { timeZone: 'UTC' } }),
  ]).toEqual([
    'An einen Menschen übergeben.',
    'Passed on to a person. You are next in the queue. You do not have to wait: the answer will come here.',
    'An einen Menschen übergeben. Sie sind auf Platz 3 der Warteschlange. Sie müssen nicht warten: Die Antwort kommt hierher.',
    'Passed on to a person. You do not have to wait: the answer will come here.',
    'Passed on to a person. You do not have to wait: the answer will come here.',
    'Passed on to a person. Nobody of our team is online right now. Your place is kept, and the answer will come here.',
    'Passed on to a person. We are back Monday, March 2 at 9:00 AM GMT+1. Your place is kept, and the answer will come here.',
    '已转交人工。目前我们的团队无人在线。您的位置会保留，回复会发到这里。',
  ]);
});
