import type { Message } from '../../src/protocol/model/message';
import { check, type History } from '../dev-env/checker';

const sessionId = '00000000-0000-4000-8000-000000000001';

function message(seq: number, inSession = sessionId): Message {
  return {
    id: `${inSession.slice(0, -4)}${String(seq).padStart(4, '0')}`,
    sessionId: inSession,
    seq,
    type: 'text',
    sender: 'customer',
    content: { text: `message ${seq}` },
    metadata: { clientMessageId: `client-${seq}` },
    isRead: false,
    timestamp: '2026-01-01T00:00:00.000Z',
  };
}

function healthy(): { history: History; log: Message[] } {
  const log = [1, 2, 3, 4].map((seq) => message(seq));
  const sent = log.map(({ metadata }) => ({
    clientMessageId: metadata.clientMessageId!,
    outcome: 'ok' as const,
  }));
  const [named, sessionIds] = [new Set([sessionId]), new Set([sessionId])];
  return { history: { client: 'one', named, sessionIds, sent, shown: [...log] }, log };
}

const kinds = (history: History, log: Message[]) => [
  ...new Set(check([history], new Map([[sessionId, log]])).map(({ kind }) => kind)),
];

test('A run without faults has no violation', () => {
  const { history, log } = healthy();
  expect(kinds(history, log)).toEqual([]);
});

test('A note that the customer never sees is no loss', () => {
  const { history, log } = healthy();
  expect(kinds(history, [...log, { ...message(5), type: 'note', sender: 'agent', metadata: {} }])).toEqual(
    [],
  );
});

test('An acked message that is gone from the log is lost', () => {
  const { history, log } = healthy();
  history.shown.pop();
  expect(kinds(history, log.slice(0, 3))).toEqual(['lost']);
});

test('A message of the log that a client never showed is lost', () => {
  const { history, log } = healthy();
  history.shown.splice(1, 1);
  expect(kinds(history, log)).toEqual(['lost']);
});

test('The same clientMessageId twice in a log is doubled', () => {
  const { history, log } = healthy();
  const again = { ...message(5), metadata: { clientMessageId: 'client-4' } };
  history.shown.push(again);
  expect(kinds(history, [...log, again])).toEqual(['doubled']);
});

test('The same clientMessageId in two sessions of a customer is doubled', () => {
  const { history, log } = healthy();
  const other = '00000000-0000-4000-8000-000000000099';
  const again = { ...message(1, other), id: other, metadata: { clientMessageId: 'client-4' } };
  history.sessionIds.add(other);
  history.shown.push(again);
  const found = check(
    [history],
    new Map([
      [sessionId, log],
      [other, [again]],
    ]),
  );
  expect(found.map(({ kind }) => kind)).toEqual(['doubled']);
});

test('A message shown twice is doubled', () => {
  const { history, log } = healthy();
  history.shown.splice(3, 0, history.shown[3]!);
  expect(kinds(history, log)).toContain('doubled');
});

test('Two messages that changed places are out of order', () => {
  const { history, log } = healthy();
  history.shown.splice(1, 2, history.shown[2]!, history.shown[1]!);
  expect(kinds(history, log)).toEqual(['order']);
});

test('A gap in the log is out of order', () => {
  const { history, log } = healthy();
  history.shown.splice(2, 1);
  expect(kinds({ ...history, sent: [] }, [log[0]!, log[1]!, log[3]!])).toEqual(['order']);
});

test('A message of another session is foreign', () => {
  const { history, log } = healthy();
  history.shown.push(message(9, '00000000-0000-4000-8000-000000000002'));
  expect(kinds(history, log)).toEqual(['foreign']);
});

test("A session that was named to a client and is not its customer's is foreign", () => {
  const { history, log } = healthy();
  history.named.add('00000000-0000-4000-8000-000000000002');
  expect(kinds(history, log)).toEqual(['foreign']);
});

test('A session that the client never heard of is lost', () => {
  const { history, log } = healthy();
  const other = '00000000-0000-4000-8000-000000000099';
  history.sessionIds.add(other);
  const unheard = { ...message(1, other), id: other, metadata: { clientMessageId: 'client-5' } };
  const found = check(
    [history],
    new Map([
      [sessionId, log],
      [other, [unheard]],
    ]),
  );
  expect(found.map(({ kind }) => kind)).toEqual(['lost']);
});

test('A message shown in the place of another is out of order', () => {
  const { history, log } = healthy();
  const [second, third] = [history.shown[1]!, history.shown[2]!];
  history.shown.splice(1, 2, { ...third, seq: second.seq }, { ...second, seq: third.seq });
  expect(kinds(history, log)).toEqual(['order']);
});
