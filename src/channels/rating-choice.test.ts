import { randomUUID } from 'node:crypto';
import { ratingWordsBy } from '../responder/understanding/rating-question';
import { ratingChoices, ratingOf } from './rating-choice';
import { parse } from './whatsapp/parse';

const sessionId = randomUUID();

test('Each choice rates the conversation that it names: good 5, middling 3, bad 1', () => {
  const choices = ratingChoices(sessionId, ratingWordsBy['de']!.answers);
  expect(choices.map(({ id, title }) => [title, ratingOf(id)])).toEqual([
    ['Gut', { sessionId, score: 5 }],
    ['Mittel', { sessionId, score: 3 }],
    ['Schlecht', { sessionId, score: 1 }],
  ]);
});

test.each([
  'choice-1',
  `rating:${sessionId}:2`,
  `rating:${sessionId}:51`,
  'rating::5',
  `rating:x${sessionId}:5`,
])('%s is no rating', (id) => {
  expect(ratingOf(id)).toBeUndefined();
});

test('WhatsApp brings the id of a button or a row back, and none with words', () => {
  const message = (more: object) => ({
    id: 'wamid.1',
    from: '491701234567',
    timestamp: '1790000000',
    ...more,
  });
  const choiceOf = (more: object) => {
    const value = { messages: [message(more)] };
    const body = JSON.stringify({ entry: [{ changes: [{ field: 'messages', value }] }] });
    const [event] = parse({ body: Buffer.from(body), headers: {} });
    return event && 'choice' in event ? event.choice : undefined;
  };
  const reply = { id: `rating:${sessionId}:5`, title: 'Good' };
  expect(choiceOf({ type: 'interactive', interactive: { button_reply: reply } })).toBe(reply.id);
  expect(choiceOf({ type: 'interactive', interactive: { list_reply: reply } })).toBe(reply.id);
  expect(choiceOf({ type: 'text', text: { body: 'Good' } })).toBeUndefined();
});
