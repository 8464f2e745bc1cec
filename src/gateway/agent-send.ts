// An agent's message or private note, with its files.
import { DomainError } from '../errors';
import type { Message, MessageContent, MessageType } from '../protocol/model/message';
import type { NewMail } from '../protocol/model/mail';
import type { Template } from '../protocol/model/template';
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
  original?: { text: string; language: string };
  expectSeq?: number;
}

/** One message, or one a file: the first carries the words and `expectSeq`, each goes to the same people. Notes carry words only. */
export async function sendAsAgent(
  deps: Pick<GatewayDeps, 'sessions' | 'takeAttachments' | 'withLinks' | 'templateContent'>,
  socket: AgentSocket,
  { sessionId, clientMessageId, text, note, template, mail, attachmentIds = [], expectSeq, ...from }: Said,
): Promise<{ message: Message }> {
  const { sessions, takeAttachments, withLinks } = deps;
  const { principal } = socket.data;
  const base: Omit<Reply, 'content'> = {
    organizationId: principal.organizationId,
    sessionId,
    by: actorOf(socket),
    origin: socket.id,
  };
  const first = { clientMessageId, ...composedFrom(from), ...(expectSeq !== undefined && { expectSeq }) };
  if (attachmentIds.length === 0) {
    const type: MessageType = note ? 'note' : 'text';
    const content = template
      ? await deps.templateContent({ ...base, clientMessageId }, template)
      : withNewMail({ text: text ?? '' }, mail);
    const { message } = await sessions.reply({ ...base, ...first, type, content });
    return { message: withLinks(base.organizationId, message) };
  }
  if (note) throw new DomainError('invalid', 'A note carries words only.');
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
