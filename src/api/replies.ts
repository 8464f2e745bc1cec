import type { Mentions } from '../automations/mentions';
import { DomainError, notFound } from '../errors';
import type { Files } from '../files/files';
import type { PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { idParam } from '../protocol/lists';
import { message, type Message, type MessageContent } from '../protocol/model/message';
import { takesReaction } from '../protocol/reactions';
import { messageParam, newMessage, newReaction, originalMail, type MessageParam } from '../protocol/sessions';
import type { NewMail } from '../protocol/model/mail';
import type { Template } from '../protocol/model/template';
import { say } from '../protocol/server-texts/said';
import type { ForTemplate, Reply, Sessions } from '../sessions/commands';
import { composedFrom } from '../sessions/composed-from';
import { withNewMail } from '../sessions/mail-thread';
import { actorOf, speakerOf } from './actors';
import { Answer, endpoint } from './http/route';

export interface ReplyDeps {
  sessions: Pick<Sessions, 'get' | 'reply' | 'mayReply' | 'messages'>;
  /** Sends a failed or uncertain message again. False when it is neither. */
  retryDelivery(place: { organizationId: string; sessionId: string; seq: number }): Promise<boolean>;
  /** A person says that an uncertain message arrived. False for one that was not sent. */
  arrived(place: { organizationId: string; sessionId: string; seq: number }): Promise<boolean>;
  /** What the log holds of a template. @throws `invalid` for one that the session's channel cannot send */
  templateContent(reply: ForTemplate, template: Template): Promise<MessageContent>;
  /** A mail as it came. @throws `not_found`, `invalid` */
  original(organizationId: string, message: Message): Promise<{ text?: string; html?: string }>;
  people: Pick<PeopleStore, 'agents'>;
  files: Pick<Files, 'take'>;
  /** Whom a note calls, and calling them. */
  mentions: Pick<Mentions, 'of' | 'call'>;
  withLinks(organizationId: string, message: Message): Message;
}

export function replyEndpoints(deps: ReplyDeps) {
  const { sessions, people, mentions, withLinks } = deps;
  const contentOf = (reply: Omit<Reply, 'content'>, text: string, template: Template | undefined) =>
    template ? deps.templateContent(reply, template) : { text };

  return {
    reply: endpoint({
      summary:
        'Write to the customer, with words, files or both, or leave a private note. The same clientMessageId is one message.',
      params: idParam,
      body: newMessage,
      response: message,
      status: 201,
      async handle({ principal, params, body }) {
        const {
          text = '',
          note,
          attachmentIds = [],
          as,
          template,
          mail,
          clientMessageId,
          expectSeq,
          mentions: ids = [],
          ...from
        } = body;
        const { organizationId } = principal;
        const by = await speakerOf(people, principal, as);
        const reply = {
          organizationId,
          sessionId: params.id,
          by,
          type: note ? ('note' as const) : ('text' as const),
          clientMessageId,
          ...(note ? { metadata: await mentions.of(organizationId, ids, by.id) } : composedFrom(from)),
          ...(expectSeq !== undefined && { expectSeq }),
        };
        const sent = attachmentIds.length
          ? await withFiles(deps, reply, { text, ids: attachmentIds, by: principal.id, mail })
          : (
              await sessions.reply({
                ...reply,
                content: withNewMail(await contentOf(reply, text, template), mail),
              })
            ).message;
        if (note) await mentions.call(organizationId, sent);
        const place = `/api/v1/sessions/${params.id}/messages?after=${sent.seq - 1}&limit=1`;
        return new Answer(withLinks(organizationId, sent), { Location: place });
      },
    }),
  };
}

/** What an agent gives a message instead of words. */
export function reactionEndpoints({ sessions, people, withLinks }: ReplyDeps) {
  async function react(principal: Principal, { id: sessionId, seq }: MessageParam, emoji?: string) {
    const { organizationId } = principal;
    const { channelType } = await sessions.get(organizationId, sessionId);
    const [target] = await sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 });
    if (target?.seq !== seq) throw notFound('message');
    if (!takesReaction(target, channelType)) throw new DomainError('conflict', say('reaction_not_here'));
    const data = { by: 'agent', seq, ...(emoji !== undefined && { emoji }) };
    const { message: line } = await sessions.reply({
      organizationId,
      sessionId,
      by: await speakerOf(people, principal, undefined),
      type: 'system',
      content: { systemAction: 'reacted', data },
    });
    return withLinks(organizationId, line);
  }

  return {
    react: endpoint({
      summary:
        'React to a message with an emoji, on a channel whose `rules.forms` name `reaction`: on the web to any that was said, elsewhere to the customer’s. A new one replaces the old.',
      params: messageParam,
      body: newReaction,
      response: message,
      handle: ({ principal, params, body: { emoji } }) => react(principal, params, emoji),
    }),

    unreact: endpoint({
      summary: 'Take a reaction back.',
      params: messageParam,
      response: message,
      handle: ({ principal, params }) => react(principal, params),
    }),
  };
}

/** One message a file: the first carries the words, as over a socket; each is a mail of its own. */
async function withFiles(
  { sessions, files }: Pick<ReplyDeps, 'sessions' | 'files'>,
  reply: Omit<Reply, 'content'>,
  said: { text: string; ids: string[]; by: string; mail: NewMail | undefined },
) {
  const { organizationId, sessionId, clientMessageId = '', expectSeq, ...rest } = reply;
  if (rest.type === 'note') throw new DomainError('invalid', say('note_words_only'));
  await sessions.get(organizationId, sessionId);
  const messageKey = `${sessionId}/${clientMessageId}`;
  const taken = await files.take({ organizationId, id: said.by }, { ids: said.ids, messageKey, sessionId });
  const replies = taken.map(({ type, content }, index) => ({
    ...rest,
    organizationId,
    sessionId,
    type,
    clientMessageId: index === 0 ? clientMessageId : `${clientMessageId}/${index}`,
    ...(index === 0 && expectSeq !== undefined && { expectSeq }),
    content: withNewMail({ ...content, ...(index === 0 && said.text && { text: said.text }) }, said.mail),
  }));
  const [first, ...others] = replies;
  const { message: sent } = await sessions.reply(first!);
  for (const other of others) await sessions.reply(other);
  return sent;
}

/** @throws `not_found`; `conflict` while another agent has the session, as for a reply */
async function messageFor(
  { sessions }: Pick<ReplyDeps, 'sessions'>,
  principal: Principal,
  { id: sessionId, seq }: MessageParam,
): Promise<Message> {
  const { organizationId } = principal;
  const { status, agentId, agentName } = await sessions.get(organizationId, sessionId);
  const actor = actorOf(principal);
  if (status === 'with_agent' && actor.kind === 'agent' && actor.id !== agentId)
    throw new DomainError('conflict', `${agentName || 'Another agent'} has this conversation.`);
  const [found] = await sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 });
  if (found?.seq !== seq) throw notFound('message');
  return found;
}

/** What an agent does about a message that did not arrive, or may have. */
export function deliveryEndpoints(deps: ReplyDeps) {
  const { sessions, withLinks, retryDelivery, arrived, original } = deps;
  return {
    original: endpoint({
      summary: 'The whole mail that a message came by: quotes, signature, HTML.',
      params: messageParam,
      response: originalMail,
      async handle({ principal: { organizationId }, params: { id: sessionId, seq } }) {
        const [found] = await sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 });
        if (found?.seq !== seq) throw notFound('message');
        return original(organizationId, found);
      },
    }),

    arrived: endpoint({
      summary:
        'Say that the customer has a message of which nobody knows whether it was sent. Said again, it changes nothing.',
      params: messageParam,
      response: message,
      async handle({ principal, params }) {
        const { organizationId } = principal;
        await messageFor(deps, principal, params);
        if (!(await arrived({ organizationId, sessionId: params.id, seq: params.seq })))
          throw new DomainError('conflict', say('not_sent_yet'));
        return withLinks(organizationId, await messageFor(deps, principal, params));
      },
    }),

    retry: endpoint({
      summary:
        'Send a message again that failed, or of which nobody knows whether it was sent. Who may not write it now may not send it again.',
      params: messageParam,
      response: message,
      async handle({ principal, params }) {
        const { organizationId } = principal;
        const { type, content } = await messageFor(deps, principal, params);
        const by = actorOf(principal);
        await sessions.mayReply({ organizationId, sessionId: params.id, by, type, content });
        if (!(await retryDelivery({ organizationId, sessionId: params.id, seq: params.seq })))
          throw new DomainError('conflict', say('not_failed'));
        return withLinks(organizationId, await messageFor(deps, principal, params));
      },
    }),
  };
}
