// What colleagues call an agent for.
import type { Mentions } from '../automations/mentions';
import { mentionList, mentionPage, mentionsRead, mentionsUnread } from '../protocol/mentions';
import { endpoint } from './http/route';

export interface MentionDeps {
  mentions: Mentions;
}

/** Nobody is called who is no agent: a program, or a user who only manages. */
export function mentionEndpoints({ mentions }: MentionDeps) {
  return {
    list: endpoint({
      summary: 'Notes that call the caller by name, newest first, and how many of them are not read.',
      query: mentionList,
      response: mentionPage,
      async handle({ principal: { organizationId, agentId }, query: { limit, cursor, unread } }) {
        if (!agentId) return { items: [], nextCursor: null, unread: 0 };
        const filter = { agentId, ...(unread && { unread: true as const }) };
        return mentions.list(organizationId, filter, { limit, ...(cursor && { cursor }) });
      },
    }),

    read: endpoint({
      summary: "The caller has read them: all, one conversation's, or one note's. Answers how many are left.",
      body: mentionsRead,
      response: mentionsUnread,
      async handle({ principal: { organizationId, agentId }, body }) {
        if (!agentId) return { unread: 0 };
        return { unread: await mentions.read(organizationId, agentId, body) };
      },
    }),
  };
}
