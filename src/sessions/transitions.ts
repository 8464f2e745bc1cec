// What may happen to a session in which state: pure. Each returns the message to append, or null when nothing is to do.
import { randomUUID } from 'node:crypto';
import { DomainError } from '../errors';
import type { HandoverPacket } from '../protocol/model/handover';
import type { Delivery } from '../protocol/model/message';
import type { Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import type { TeamRef } from './assign-agents';
import type { SlaBreach } from './sla-clock';
import type { Actor, AgentRef, ChangedAttribute, Receive, Receiver, Reply, Sessions } from './commands';
import { addressed } from './mail-thread';
import type { Draft, SessionState } from './session';
import { action, assignment, conflict, heldBy, named, reasonIn, withChannelId } from './system-lines';

/** A customer wrote into a session that was closed meanwhile: the caller opens another. */
export class ClosedMeanwhile extends DomainError {
  constructor() {
    super('conflict', 'This conversation is closed.');
  }
}

export function receiving(state: SessionState, input: Receive): Draft {
  // What nobody is asked to answer opens nothing again.
  const isNoted = input.into?.sessionId !== undefined && input.metadata?.past === true;
  const isOver = state.metadata['erased'] !== undefined || state.mergedInto !== undefined;
  if (state.status === 'closed' && (!isNoted || isOver)) throw new ClosedMeanwhile();
  const { clientMessageId, channelMessageId, replyTo } = input;
  return {
    id: randomUUID(),
    type: input.type ?? 'text',
    sender: 'customer',
    senderId: input.customerId,
    ...nameOf(input.senderName ?? state.customerName),
    content: input.content,
    metadata: {
      ...input.metadata,
      ...(replyTo?.sessionId === state.id && { replyTo: replyTo.seq }),
      ...(clientMessageId === undefined ? {} : { clientMessageId }),
      ...(channelMessageId === undefined ? {} : { channelMessageId }),
    },
    isRead: input.metadata?.past === true,
  };
}

const nameOf = (senderName: string | undefined) => (senderName === undefined ? {} : { senderName });

/** @param delivery how a message of a channel that sends is born; undefined on others */
export function replying(state: SessionState, input: Reply, delivery?: Delivery): Draft {
  const { by, type = 'text', clientMessageId, channelMessageId } = input;
  if (type !== 'note') mayReply(state, input);
  return {
    id: randomUUID(),
    type,
    sender: by.kind,
    ...(by.id === undefined ? {} : { senderId: by.id }),
    ...(by.name === undefined ? {} : { senderName: by.name }),
    content:
      type === 'note' || delivery === undefined
        ? input.content
        : addressed(state.metadata, input.content, by.kind !== 'agent'),
    metadata: {
      ...input.metadata,
      ...(clientMessageId === undefined ? {} : { clientMessageId }),
      ...(channelMessageId === undefined ? {} : { channelMessageId }),
    },
    ...(type !== 'note' && delivery !== undefined && { delivery }),
    isRead: input.metadata?.past === true,
  };
}

function mayReply(state: SessionState, { by, evenClosed }: Reply): void {
  if (state.status === 'closed' && !evenClosed) throw conflict(say('closed_reopen_to_write'));
  if (by.kind === 'ai' && state.status !== 'active') throw conflict(say('person_has_it'));
  if (by.kind === 'agent' && by.id !== undefined && state.agentId !== by.id) {
    throw conflict(
      state.agentName ? say('held_by_take_over', { agent: state.agentName }) : say('not_yours_take_over'),
    );
  }
}

export function handingOver(
  state: SessionState,
  packet: HandoverPacket,
  { agent, team }: { agent?: AgentRef | undefined; team?: TeamRef | undefined } = {},
): Draft | null {
  if (state.status === 'closed') throw conflict(say('closed'));
  if (state.status !== 'active') return null;
  const data = { ...(agent && { agentName: agent.name }), ...dataOfTeam(team) };
  return {
    ...action('queued', { kind: 'system' }),
    type: 'handover',
    content: { packet, ...((agent || team) && { data }) },
    ...(agent && { agentId: agent.id }),
  };
}

/** null: taken from its team. */
function dataOfTeam(team: TeamRef | null | undefined): Record<string, unknown> {
  if (team === undefined) return {};
  return team === null ? { teamId: null } : { teamId: team.id, teamName: team.name };
}

/** @param automatic the queue gave it, the agent did not ask */
export function claiming(state: SessionState, agent: AgentRef, automatic = false): Draft | null {
  if (state.status === 'closed') throw conflict(say('closed_reopen_to_write'));
  if (state.status === 'with_agent') {
    if (state.agentId === agent.id) return null;
    throw conflict(
      state.agentName ? say('held_by_already', { agent: state.agentName }) : say('held_by_another_already'),
    );
  }
  return assignment('claimed', agent, { by: automatic ? { kind: 'system' } : { kind: 'agent', ...agent } });
}

export interface Transfer {
  by: Actor;
  to: Receiver;
  reason?: Words;
  action?: 'transferred' | 'agent_left';
  /** Only while this agent holds it. */
  from?: string;
  /** The agent neither opened nor answered it. */
  unanswered?: boolean;
}

export function transferring(
  state: SessionState,
  { by, to, reason, action: what, from, unanswered }: Transfer,
): Draft | null {
  if (from !== undefined && state.agentId !== from) return null;
  if (unanswered && state.metadata['givenAt'] === undefined) return null;
  if (state.status === 'closed') throw conflict(say('closed_reopen_first'));
  const data = { ...reasonIn(reason), ...(unanswered && { unanswered }) };
  if ('agent' in to) {
    return state.agentId === to.agent.id ? null : assignment('transferred', to.agent, { by, data });
  }
  const team = 'team' in to ? to.team : undefined;
  const stays = team === undefined || team?.id === state.teamId;
  if (state.status === 'waiting' && stays) return null;
  const waits = state.status === 'waiting' && { waitsAlready: true };
  return action(what === 'agent_left' ? what : 'queued', by, { ...data, ...dataOfTeam(team), ...waits });
}

/** Null when the AI has it already. */
export function givingToAi(state: SessionState, by: Actor): Draft | null {
  if (state.status === 'closed') throw conflict(say('closed_reopen_first'));
  if (typeof state.metadata['needsPerson'] === 'string') throw conflict(say('person_must_answer'));
  return state.status === 'active' ? null : action('given_to_ai', by);
}

/** @param until after which it comes back; undefined: when the customer writes, which nobody does who waits for an answer */
export function snoozing(state: SessionState, agent: AgentRef, until: string | undefined): Draft | null {
  if (state.status === 'closed') throw conflict(say('closed_reopen_first'));
  if (state.status === 'with_agent' && state.agentId !== agent.id) throw conflict(heldBy(state.agentName));
  if (until === undefined && (state.awaitingSince ?? state.personAwaitedSince) !== undefined)
    throw conflict(say('answer_first'));
  if (state.snoozed && state.snoozed.until === until) return null;
  const data = { ...(until !== undefined && { until }) };
  return assignment('snoozed', agent, { by: { kind: 'agent', ...agent }, data });
}

/** @param dueAt only what was to come back by then */
export function unsnoozing(state: SessionState, by: Actor, dueAt: string | undefined): Draft | null {
  if (!state.snoozed) return null;
  const { until } = state.snoozed;
  if (dueAt !== undefined && (until === undefined || until > dueAt)) return null;
  const draft = action('unsnoozed', by);
  return by.kind === 'system' && state.agentId !== undefined ? { ...draft, agentId: state.agentId } : draft;
}

export interface Closing {
  reason?: Words;
  /** Until then the customer's next word opens it again. */
  reopenUntil?: string;
  /** Nobody asks the customer how it was. */
  noRating?: true;
}

export function closing(state: SessionState, by: Actor, why: Closing = {}): Draft | null {
  const { reason, ...more } = why;
  if (state.status === 'closed') return null;
  return action('closed', by, { ...reasonIn(reason), ...more });
}

/** Whether the customer's next word opens it again; `now` by the clock that wrote `reopenUntil`. */
export function mayResume({ status, metadata, mergedInto }: SessionState, now: number): boolean {
  const { reopenUntil, erased } = metadata;
  const isOver = erased !== undefined || mergedInto !== undefined;
  return status === 'closed' && !isOver && Date.parse(String(reopenUntil)) > now;
}

/** Null when somebody was faster. */
export function resuming(state: SessionState, now: number): Draft | null {
  return mayResume(state, now) ? action('reopened', { kind: 'customer', id: state.customerId }) : null;
}

/** The customer goes on in an old thread. Null when somebody was faster. @throws `ClosedMeanwhile` when nobody may go on there */
export function rejoining(state: SessionState): Draft | null {
  if (state.metadata['erased'] !== undefined || state.mergedInto !== undefined) throw new ClosedMeanwhile();
  return state.status === 'closed' ? action('reopened', { kind: 'customer', id: state.customerId }) : null;
}

export function reopening(state: SessionState, agent: AgentRef): Draft | null {
  if (state.status !== 'closed') {
    if (state.agentId === agent.id) return null;
    throw conflict(say('open_already'));
  }
  if (state.metadata['erased'] !== undefined) throw conflict(say('customer_erased'));
  if (state.mergedInto !== undefined) throw conflict(say('merged_separate_first'));
  return assignment('reopened', agent, { by: { kind: 'agent', ...agent } });
}

/** Queued like every message that is sent; the channel in it sends it. */
export function mailing({ channelId, to, upTo, text, subject }: Mailing): Draft {
  const line = action('mailed', { kind: 'system' }, { to, upTo, channelId });
  const mail = { to: [{ address: to }], ...(subject !== undefined && { subject }) };
  return { ...line, content: { ...line.content, text, mail }, delivery: 'queued' };
}

type Mailing = Omit<Parameters<Sessions['mail']>[0], 'organizationId' | 'sessionId' | 'expectSeq'>;

/** What happened to a message elsewhere: whoever has the session, and closed ones too. */
export function annotating({ by, action: what, data, channelMessageId, clientMessageId }: Annotation): Draft {
  return named(withChannelId(action(what, by, data), channelMessageId), clientMessageId);
}

type Annotation = Omit<Parameters<Sessions['annotate']>[0], 'organizationId' | 'sessionId' | 'expectSeq'>;

export function labeling(state: SessionState, labels: string[], by: Actor): Draft | null {
  const wanted = [...new Set(labels)];
  const same = wanted.length === state.labels.length && wanted.every((label) => state.labels.includes(label));
  return same ? null : action('labeled', by, { labels: wanted });
}

export function relabeling(
  { labels }: SessionState,
  { label, becomes, byName }: { label: string; becomes?: string; byName: string },
): Draft | null {
  if (!labels.includes(label)) return null;
  const after = labels.flatMap((one) => (one === label ? (becomes ?? []) : one));
  const renamed = { label, ...(becomes !== undefined && { becomes }) };
  return action('labeled', { kind: 'system', name: byName }, { labels: [...new Set(after)], renamed });
}

export function prioritizing(
  state: SessionState,
  priority: SessionState['priority'],
  by: Actor,
): Draft | null {
  return priority === state.priority ? null : action('prioritized', by, { priority });
}

export const changingAttribute = (
  { status }: SessionState,
  change: ChangedAttribute,
  by: Actor,
): Draft | null => (status === 'closed' ? null : action('attribute_changed', by, { ...change }));

/** Null when the log says so already, or knows no such waiting. */
export function breaching({ clocks = [] }: SessionState, breach: SlaBreach): Draft | null {
  const { target, since } = breach;
  const clock = clocks.find((one) => one.target === target && one.since === Date.parse(since));
  if (!clock || clock.missed) return null;
  const line = action('promise_broken', { kind: 'system' }, { ...breach });
  return { ...line, metadata: { clientMessageId: `broken:${target}:${clock.since}` } };
}

/** Null when nothing was written since the last erasure. */
export function erasing(state: SessionState): Draft | null {
  if (state.metadata['erased'] === state.headSeq) return null;
  return action('erased', { kind: 'system' }, { redacted: true });
}

/**
 * Null where its words are not to go yet, or have gone: somebody has opened it again, or something happened there since.
 * @param before ISO 8601
 */
export function expiring(state: SessionState, before: string): Draft | null {
  if (state.status !== 'closed' || state.lastMessageAt >= before) return null;
  if (state.metadata['erased'] !== undefined) return null;
  return action('erased', { kind: 'system' }, { redacted: true, expired: true });
}
