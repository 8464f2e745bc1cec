import { stepWords } from './macro-words';

const agentName = (id: string) => ({ ada: 'Ada' })[id];

it('says what a macro does in the order in which it is done', () => {
  const steps = {
    reply: 'Hi',
    addLabels: ['a', 'b'],
    removeLabels: ['c'],
    priority: 'high',
    close: true,
  } as const;
  const words = stepWords(
    { ...steps, addLabels: ['a', 'b'], removeLabels: ['c'] },
    { takesOver: true, agentName },
  );
  expect(words.map((one) => one.words)).toEqual([
    'Take it over',
    'Reply to the customer',
    'Labels: add a, b; remove c',
    'Priority: high',
    'Close it',
  ]);
});

it('names who gets it, and who is gone', () => {
  const to = (agentId: string) => stepWords({ assign: { agentId } }, { agentName })[0]!.words;
  expect([to('ada'), to('eve')]).toEqual(['Give it to Ada', 'Give it to an agent who is not there any more']);
  expect(stepWords({ snooze: 'answer' }, { agentName })[0]!.words).toBe('Put it away until they write');
});
