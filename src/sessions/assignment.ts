// Who holds a session, and what is said about it: each change is one system or handover message.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { BornAs, Sessions } from './commands';
import { Blocked } from './refusals';
import { createHandOver, type HandoverWords } from './hand-over';
import type { Change, SessionWriter } from './session-writer';
import type { Projector } from './projector';
import { askingToRate, rating } from './rating';
import type { SessionState } from './session';
import { named } from './system-lines';
import type { AssignAgents } from './assign-agents';
import type { SessionRows } from './store';
import { draftForCustomer } from './draft-for-customer';
import * as transitions from './transitions';
import { say } from '../protocol/server-texts/said';

interface AssignmentDeps {
  rows: Pick<SessionRows, 'latest' | 'isBlocked'>;
  writer: SessionWriter;
  projector: Projector;
  events: EventBus;
  assign: AssignAgents;
  bornAs: BornAs;
  handoverWords: HandoverWords;
  ratingWords: RatingWords;
}

/** What a customer is asked whose conversation is closed; undefined where there is nothing to ask. Never rejects. */
export type RatingWords = (session: SessionState) => Promise<string | undefined>;

type Moves = Pick<
  Sessions,
  | 'handOver'
  | 'claim'
  | 'transfer'
  | 'giveToAi'
  | 'snooze'
  | 'unsnooze'
  | 'close'
  | 'reopen'
  | 'rate'
  | 'mail'
  | 'askToRate'
  | 'update'
  | 'relabel'
  | 'breachSla'
  | 'attributeChanged'
>;

type RecordChange = (change: Omit<Change, 'fresh'> & { clientMessageId?: string }) => Promise<SessionState>;

export function createAssignment(deps: AssignmentDeps): Moves {
  const { writer, projector, events } = deps;

  /** Decided on the log's end; the row is written before the caller hears. */
  const record: RecordChange = async ({ clientMessageId, ...change }) => {
    const decide = (state: SessionState) => named(change.decide(state), clientMessageId);
    const { session, message } = await writer.change({ ...change, decide, fresh: true });
    if (message) await projector.flush();
    return session;
  };

  /** A change of who holds the session: somebody may be free now, or waiting. */
  const transition: RecordChange = async (change) => {
    const session = await record(change);
    events.emit('queue', { organizationId: session.organizationId });
    return session;
  };

  return {
    handOver: createHandOver(deps),
    transfer: ({ by, to, reason, action, from, unanswered = false, ...command }) =>
      transition({
        ...command,
        decide: (state) =>
          transitions.transferring(state, {
            by,
            to,
            ...(reason && { reason }),
            ...(action && { action }),
            ...(from !== undefined && { from }),
            unanswered,
          }),
      }),
    ...createGiving(transition),
    ...createSnoozing(transition),
    close: (input) => close(deps, transition, input),
    async reopen({ agent, ...command }) {
      await refuseReopening(deps, command);
      return transition({ ...command, decide: (state) => transitions.reopening(state, agent) });
    },
    async rate({ customerId, score, comment, channelMessageId, sentAt, ...command }) {
      if (await deps.rows.isBlocked(command.organizationId, customerId)) throw new Blocked();
      return record({
        ...command,
        decide(state) {
          if (state.customerId !== customerId) throw notFound('session');
          return rating(state, {
            customerId,
            score,
            ...(comment && { comment }),
            ...(channelMessageId !== undefined && { channelMessageId }),
            ...(sentAt !== undefined && { sentAt }),
          });
        },
      });
    },
    ...createLines(record),
    update: (input) => update(writer, record, input),
    ...createRelabeling(deps),
  };
}

function createGiving(transition: RecordChange): Pick<Sessions, 'claim' | 'giveToAi'> {
  return {
    claim: ({ agent, automatic, ...command }) =>
      transition({ ...command, decide: (state) => transitions.claiming(state, agent, automatic) }),
    giveToAi: ({ by, ...command }) =>
      transition({ ...command, decide: (state) => transitions.givingToAi(state, by) }),
  };
}

function createSnoozing(transition: RecordChange): Pick<Sessions, 'snooze' | 'unsnooze'> {
  return {
    snooze: ({ agent, until, ...command }) =>
      transition({ ...command, decide: (state) => transitions.snoozing(state, agent, until) }),
    unsnooze: ({ by, dueAt, ...command }) =>
      transition({ ...command, decide: (state) => transitions.unsnoozing(state, by, dueAt) }),
  };
}

function createRelabeling({ writer, projector }: AssignmentDeps): Pick<Sessions, 'relabel'> {
  return {
    async relabel({ organizationId, sessionId, ...move }) {
      const { message } = await writer.change({
        ...{ organizationId, sessionId },
        decide: (state) => transitions.relabeling(state, move),
        fresh: true,
      });
      if (message) await projector.flush();
      return message !== undefined;
    },
  };
}

/** What is said in the log of what was done elsewhere. */
function createLines(
  record: RecordChange,
): Pick<Sessions, 'mail' | 'askToRate' | 'breachSla' | 'attributeChanged'> {
  return {
    mail: ({ organizationId, sessionId, expectSeq, ...mail }) =>
      record({
        organizationId,
        sessionId,
        ...(expectSeq !== undefined && { expectSeq }),
        decide: () => transitions.mailing(mail),
      }),
    askToRate: ({ organizationId, sessionId, expectSeq, ...question }) =>
      record({
        organizationId,
        sessionId,
        ...(expectSeq !== undefined && { expectSeq }),
        decide: (state) => askingToRate(state, question),
      }),
    breachSla: ({ breach, ...command }) =>
      record({ ...command, decide: (state) => transitions.breaching(state, breach) }),
    attributeChanged: ({ by, change, ...command }) =>
      record({ ...command, decide: (state) => transitions.changingAttribute(state, change, by) }),
  };
}

async function close(
  { writer, bornAs, ratingWords }: AssignmentDeps,
  transition: RecordChange,
  { by, reason, reopenUntil, asksRating, noRating, ...command }: Parameters<Sessions['close']>[0],
): Promise<SessionState> {
  const known = asksRating && (await writer.known(command.organizationId, command.sessionId));
  const text = known && (await ratingWords(known));
  const why = {
    ...(reason && { reason }),
    ...(reopenUntil && { reopenUntil }),
    ...(noRating && { noRating }),
  };
  return transition({
    ...command,
    decide(state) {
      const draft = transitions.closing(state, by, why);
      if (!text || state.metadata['rating'] !== undefined) return draft;
      return draftForCustomer(bornAs, state, { draft, text, asks: 'rating' });
    },
  });
}

/** @throws `conflict` when the customer has a newer open session on the channel, or is blocked */
async function refuseReopening(
  { writer, rows }: AssignmentDeps,
  command: { organizationId: string; sessionId: string },
): Promise<void> {
  const before = await writer.read(command.organizationId, command.sessionId);
  const latest = await rows.latest(before);
  if (before.status === 'closed' && latest && latest.id !== before.id && latest.status !== 'closed') {
    throw new DomainError('conflict', say('newer_open'));
  }
  if (await rows.isBlocked(before.organizationId, before.customerId))
    throw new DomainError('conflict', say('customer_blocked'));
}

async function update(
  writer: SessionWriter,
  record: RecordChange,
  { by, labels, priority, ...command }: Parameters<Sessions['update']>[0],
): Promise<SessionState> {
  const { organizationId, sessionId, clientMessageId } = command;
  let { expectSeq } = command;
  let session = await writer.read(organizationId, sessionId);
  if (labels) {
    session = await record({ ...command, decide: (state) => transitions.labeling(state, labels, by) });
    expectSeq = undefined;
  }
  if (!priority) return session;
  const decide = (state: SessionState) => transitions.prioritizing(state, priority, by);
  return record({
    organizationId,
    sessionId,
    ...(clientMessageId && { clientMessageId }),
    expectSeq,
    decide,
  });
}
