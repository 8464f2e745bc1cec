// An agent's message or private note, with its files.
import { DomainError } from '../errors';
import type { Message, MessageContent } from '../protocol/model/message';
import type { NewMail } from '../protocol/model/mail';
import type { Template } from '../protocol/model/template';
import { say } from '../protocol/server-texts/said';
import type { Reply } from '../sessions/commands';
import { composedFrom } from '../sessions/composed-from';
import { withNewMail } from '../sessions/mail-thread';
import type { GatewayDeps } from './deps';
import { actorOf, type AgentSocket } from './sockets';

interface Said {
  sessionId: string;
  clientMessageId: string;
  text?: string;
  note?: boolean;
  attachmentIds?: string[];
  template?: Template;
  mail?: NewMail;
  articleIds?: string[];
  suggestionId?: string;
  mentions?: string[];
  original?: { text: string; language: string };
  expectSeq?: number;
}

type SendDeps = Pick<
  GatewayDeps,
  'sessions' | 'takeAttachments' | 'withLinks' | 'templateContent' | 'mentions'
>;

/** A note, one message, or one a file where the channel takes one at a time: the first carries the words and `expectSeq`, each goes to the same people. */
export async function sendAsAgent(
  deps: SendDeps,
  socket: AgentSocket,
  said: Said,
): Promise<{ message: Message }> {
  const { sessions, takeAttachments, withLinks } = deps;
  const { sessionId, clientMessageId, text, note, template, mail, attachmentIds = [], expectSeq } = said;
  const { principal } = socket.data;
  const base: Omit<Reply, 'content'> = {
    organizationId: principal.organizationId,
    sessionId,
    by: actorOf(socket),
    origin: socket.id,
  };
  if (note) return { message: await leaveNote(deps, base, said) };
  const first = { clientMessageId, ...composedFrom(said), ...(expectSeq !== undefined && { expectSeq }) };
  if (attachmentIds.length === 0) {
    const content = template
      ? await deps.templateContent({ ...base, clientMessageId }, template)
      : withNewMail({ text: text ?? '' }, mail);
    const { message } = await sessions.reply({ ...base, ...first, type: 'text', content });
    return { message: withLinks(base.organizationId, message) };
  }
  const messageKey = `${sessionId}/${clientMessageId}`;
  const files = await takeAttachments(principal, { ids: attachmentIds, messageKey, sessionId });
  const [head, ...rest] = files;
  const content: MessageContent = withNewMail({ ...head!.content, ...(text && { text }) }, mail);
  const { message } = await sessions.reply({ ...base, ...first, type: head!.type, content });
  for (const [index, file] of rest.entries()) {
    const reply = { ...base, clientMessageId: `${clientMessageId}/${index + 1}`, type: file.type };
    await sessions.reply({ ...reply, content: withNewMail(file.content, mail) });
  }
  return { message: withLinks(base.organizationId, message) };
}

/** Acked once it is in the log and everybody is called whom it calls. */
async function leaveNote(
  { sessions, mentions }: Pick<SendDeps, 'sessions' | 'mentions'>,
  base: Omit<Reply, 'content'>,
  { clientMessageId, text = '', attachmentIds = [], expectSeq, mentions: ids = [] }: Said,
): Promise<Message> {
  if (attachmentIds.length > 0) throw new DomainError('invalid', say('note_words_only'));
  const { message } = await sessions.reply({
    ...base,
    type: 'note',
    clientMessageId,
    content: { text },
    metadata: await mentions.of(base.organizationId, ids, base.by.id),
    ...(expectSeq !== undefined && { expectSeq }),
  });
  await mentions.call(base.organizationId, message);
  return message;
}
