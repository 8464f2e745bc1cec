// A message of the log as it goes out: its words, what it answers, its file.
import { DomainError } from '../../errors';
import type { Message } from '../../protocol/model/message';
import { say } from '../../protocol/server-texts/said';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';
import type { Outgoing, OutgoingFile } from '../channel';
import type { DeliveryPlace } from '../store';

export interface MessageParts {
  messages: Pick<MessageLog, 'read'>;
  /** The contents of the files that a message names, in their order. */
  filesOf(organizationId: string, message: Message): Promise<OutgoingFile[]>;
  /** How a letter begins that a program wrote. */
  greetingOf(session: SessionState, message: Message): string;
}

/** Messages before an answer among which the one that it answers is looked for. */
const lookedBack = 20;

/** Where no address leads to the rest of an answer it comes along: nothing can be unfolded there. */
export function wholeText({ text, more }: Message['content']): string | undefined {
  if (text === undefined || more === undefined) return text;
  return `${text.replace(/[ \n]?…$/, '')}\n\n${more}`;
}

export function ofLog(
  { greetingOf }: MessageParts,
  session: SessionState,
  message: Message,
): NonNullable<Outgoing<unknown>['of']> {
  const { seq, sender, content } = message;
  const isAutomatic = sender !== 'agent';
  const { mail } = content;
  return {
    session,
    seq,
    isAutomatic,
    ...(isAutomatic && { greeting: greetingOf(session, message) }),
    ...(mail && { mail }),
  };
}

/** The mail that an agent answers. Whoever has not had it is not shown it, nor is anything quoted of whom nobody vouches for. */
export async function answeredBy(
  { messages }: MessageParts,
  { organizationId, sessionId, seq }: DeliveryPlace,
  { sender, content: { mail } }: Message,
): Promise<NonNullable<Outgoing<unknown>['of']>['answered']> {
  if (sender !== 'agent') return undefined;
  const before = await messages.read({ organizationId, sessionId }, { before: seq, limit: lookedBack });
  const last = before.findLast((one) => one.sender === 'customer' && one.content.mail && one.content.text);
  const { from, to = [], cc = [], replyTo, verdict } = last?.content.mail ?? {};
  if (!last || !from || verdict === 'fail') return undefined;
  const had = new Set([from, ...to, ...cc].map(({ address }) => address).concat(replyTo ?? []));
  const gets = [...(mail?.to ?? []), ...(mail?.cc ?? [])];
  if (gets.length === 0 || !gets.every(({ address }) => had.has(address))) return undefined;
  return {
    from: from.name ?? from.address,
    at: last.metadata.sentAt ?? last.timestamp,
    text: last.content.text!,
  };
}

export async function filesOf(
  { filesOf: namedBy }: MessageParts,
  { organizationId }: Pick<DeliveryPlace, 'organizationId'>,
  message: Message,
): Promise<OutgoingFile[]> {
  const files = await namedBy(organizationId, message).catch(refuseGone);
  return files.map((file) => ({ ...file, read: () => file.read().catch(refuseGone) }));
}

function refuseGone(error: unknown): never {
  const isGone = error instanceof DomainError && error.code === 'not_found';
  throw isGone ? new DomainError('not_found', say('file_gone'), { cause: error }) : error;
}
