// What agents have begun to write: it follows them to another device. A newer draft is never overwritten by an older one.
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import type { DraftKind, ReplyDraft } from '../protocol/reply-drafts';
import { say } from '../protocol/server-texts/said';

/** Of one agent. */
export interface DraftPlace {
  agentId: string;
  sessionId: string;
  kind: DraftKind;
}

export interface ReplyDraftStore {
  /** Newest first. */
  list(organizationId: string, agentId: string): Promise<ReplyDraft[]>;
  /**
   * @param known the version that is replaced; null: none
   * @returns the new version; null when it was not the known one, or there are `atMost` already
   */
  put(
    organizationId: string,
    draft: DraftPlace & { text: string; known: string | null; atMost: number },
  ): Promise<string | null>;
  /** @returns false when there is one of another version */
  remove(organizationId: string, draft: DraftPlace & { known: string | null }): Promise<boolean>;
}

export type ReplyDrafts = ReturnType<typeof createReplyDrafts>;

/** Of one agent; those of customers who were answered go by themselves. */
const mostDrafts = 200;

export function createReplyDrafts({
  store,
  events,
}: {
  store: ReplyDraftStore;
  events: Pick<EventBus, 'emit'>;
}) {
  return {
    list: (organizationId: string, agentId: string) => store.list(organizationId, agentId),

    /** @throws `conflict` where the draft is newer, or there are too many */
    async save(
      organizationId: string,
      { text, known, ...place }: DraftPlace & { text: string; known: string | null },
    ): Promise<{ version: string | null }> {
      const version = text
        ? await store.put(organizationId, { ...place, text, known, atMost: mostDrafts })
        : null;
      const isSaved = text ? version !== null : await store.remove(organizationId, { ...place, known });
      if (!isSaved) throw new DomainError('conflict', say('draft_elsewhere', { count: mostDrafts }));
      const { agentId, sessionId, kind } = place;
      events.emit('replyDraft', { agentId, draft: { sessionId, kind, text, version } });
      return { version };
    },
  };
}
