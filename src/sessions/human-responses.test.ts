import { ada, bob, claim, close, play, replies, says, type Step } from '../../test/dev-env/session-play';
import type { Message } from '../protocol/model/message';
import { redacted } from './erasure';
import { fold } from './fold';
import { withResponders } from './human-responses';
import { emptySession, type SessionState } from './session';
import { createSessionStates } from './session-states';
import type { MessageLog } from './store';
import * as transitions from './transitions';

const ofAda = replies('I am Ada', { kind: 'agent', ...ada });
const ofBob = replies('I am Bob', { kind: 'agent', ...bob });
const toBob: Step = (s) => transitions.transferring(s, { by: { kind: 'agent', ...ada }, to: { agent: bob } });
const byRule: Step = (s) => ({
  ...replies('We are closed.', { kind: 'system' })(s)!,
  metadata: { automated: { ruleId: 'r', rule: 'Hours' } },
});
const asked = [says('x'), claim, ofAda, says('y'), byRule, ofAda, says('z'), toBob, ofBob, says('?'), ofBob];

/** As it was read from a row of before. */
function ofBefore(state: SessionState, counted: Partial<SessionState> = {}): SessionState {
  const { firstHumanResponseBy: _, nextHumanResponsesBy: __, nextHumanResponseSeconds: ___, ...row } = state;
  return { ...row, ...counted, respondersUnknown: true };
}

const logOf = (messages: readonly Message[]) => ({
  read: async (_: unknown, { after = 0, before = Infinity, limit }: Parameters<MessageLog['read']>[1]) =>
    messages.filter(({ seq }) => seq > after && seq < before).slice(0, limit),
});

test('A row that does not say who answered is told by its log, with later responses that were never counted', async () => {
  const { state, log } = play(...asked);
  expect(await withResponders(logOf(log), ofBefore(state))).toEqual(state);
  // What was counted from some day on.
  const counted = { nextHumanResponseSeconds: state.nextHumanResponseSeconds!.slice(-1) };
  expect(await withResponders(logOf(log), ofBefore(state, counted))).toEqual(state);
});

test('What the log has beyond the row is left to who brings it up to it', async () => {
  const { state, log } = play(...asked);
  const earlier = fold(emptySession(state), log.slice(0, 6));
  expect(await withResponders(logOf(log), ofBefore(earlier))).toEqual(earlier);
});

test('Who goes on in a conversation that a node of before wrote knows who answered', async () => {
  const { state, log } = play(...asked);
  const row = ofBefore(fold(emptySession(state), log.slice(0, 6)));
  const rows = { get: () => Promise.resolve(row) };
  const states = createSessionStates({ log: logOf(log), rows, withSla: (one) => one });
  expect(await states.load(row.organizationId, row.id)).toEqual(state);
  expect(states.peek(row.id)).toEqual(state);
});

test('An erased log tells the same', async () => {
  const erase: Step = (s) => transitions.erasing(s);
  const { state, log } = play(...asked, close, erase);
  const left = log.map((message) =>
    message.seq < state.headSeq ? { ...message, ...redacted(message) } : message,
  );
  expect(await withResponders(logOf(left), ofBefore(state))).toEqual(state);
  expect(fold(emptySession(state), left)).toMatchObject({
    firstHumanResponseBy: ada.id,
    nextHumanResponsesBy: [ada.id, bob.id, bob.id],
  });
});

test('What an erased or shortened log does not tell any more stays as it was counted, of nobody', async () => {
  const { state, log } = play(...asked, close, (s) => transitions.erasing(s));
  const { nextHumanResponseSeconds: seconds } = state;
  const counted = { nextHumanResponseSeconds: seconds! };
  // Erased by a version that did not keep that a rule had written.
  const left = log.map((message) =>
    message.seq < state.headSeq ? { ...message, ...redacted(message), metadata: {} } : message,
  );
  const { firstHumanResponseBy: _, ...unnamed } = { ...state, nextHumanResponsesBy: [null, null, null] };
  expect(await withResponders(logOf(left), ofBefore(state, counted))).toEqual(unnamed);
  expect(await withResponders(logOf([]), ofBefore(state, counted))).toEqual(unnamed);
});
