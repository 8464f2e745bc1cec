// What the caller has begun to write and not sent.
import type { ReplyDrafts } from '../automations/reply-drafts';
import { idParam } from '../protocol/lists';
import { replyDraftList, savedReplyDraft, saveReplyDraft } from '../protocol/reply-drafts';
import type { SessionsService } from '../sessions/sessions';
import { ownAgent } from './actors';
import { endpoint } from './http/route';

export interface ReplyDraftDeps {
  replyDrafts: ReplyDrafts;
  sessions: Pick<SessionsService, 'get'>;
}

export function replyDraftEndpoints({ replyDrafts, sessions }: ReplyDraftDeps) {
  return {
    list: endpoint({
      summary: 'Words that the caller has begun and not sent, in all conversations.',
      response: replyDraftList,
      async handle({ principal: { organizationId, agentId } }) {
        return { items: agentId ? await replyDrafts.list(organizationId, agentId) : [] };
      },
    }),

    save: endpoint({
      summary:
        'Keep the words that the caller has begun in a conversation, for their other devices. Words saved elsewhere since are not overwritten.',
      // Nobody's act yet: it is not for the audit log, and nothing is done twice.
      readOnly: true,
      params: idParam,
      body: saveReplyDraft,
      response: savedReplyDraft,
      async handle({ principal, params: { id: sessionId }, body: { kind, text, version } }) {
        const { organizationId } = principal;
        const { id: agentId } = ownAgent(principal);
        await sessions.get(organizationId, sessionId);
        return replyDrafts.save(organizationId, { agentId, sessionId, kind, text, known: version });
      },
    }),
  };
}
