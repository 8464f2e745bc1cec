// How what happened to a session is written into its log, and how what may not happen is refused: pure.
import { randomUUID } from 'node:crypto';
import { DomainError } from '../errors';
import { textOfWords, wordingOf, type Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import type { Actor, AgentRef } from './commands';
import type { Draft, SystemAction } from './session';

export function assignment(
  what: SystemAction,
  agent: AgentRef,
  { by, data }: { by: Actor; data?: Record<string, unknown> },
): Draft {
  return { ...action(what, by, { ...data, agentName: agent.name }), agentId: agent.id };
}

/** System messages carry who did it as `senderId`/`senderName`. */
export function action(systemAction: SystemAction, by: Actor, data: Record<string, unknown> = {}): Draft {
  return {
    id: randomUUID(),
    type: 'system',
    sender: 'system',
    ...(by.id === undefined ? {} : { senderId: by.id }),
    ...(by.name === undefined ? {} : { senderName: by.name }),
    content: { systemAction, data: { ...data, by: by.kind } },
    metadata: {},
    isRead: true,
  };
}

/** With its code beside it, where it is a sentence of ours. */
export const reasonIn = (reason: Words | undefined) =>
  reason === undefined || reason === '' ? {} : { reason: textOfWords(reason), ...wordingOf(reason) };

export const heldBy = (agentName: string | undefined): Words =>
  agentName ? say('held_by', { agent: agentName }) : say('held_by_another');

export function conflict(message: Words): DomainError {
  return new DomainError('conflict', message);
}

/** Asked again under the same name, it is the line that is there. */
export function named<Line extends Draft | null>(line: Line, clientMessageId: string | undefined): Line {
  if (!line || clientMessageId === undefined) return line;
  return { ...line, metadata: { ...line.metadata, clientMessageId } };
}

/** The channel's own id: what comes again is the line that is there. */
export function withChannelId(line: Draft, channelMessageId: string | undefined): Draft {
  return channelMessageId === undefined ? line : { ...line, metadata: { channelMessageId } };
}
