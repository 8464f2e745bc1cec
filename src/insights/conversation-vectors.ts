// The vectors of closed conversations: made in the background, made anew when another model serves, and gone with the session.
import type { Session } from '../protocol/model/session';
import type { Page } from '../sessions/store';
import { meaningTexts } from './meaning-texts';
import type { Conversation, ConversationStore, WishVector, WishVectorStore } from './store';

export interface ConversationVectorsDeps {
  conversations: Pick<ConversationStore, 'read'>;
  vectors: WishVectorStore;
  /** Undefined where nothing is compared by meaning. */
  embedder: { name: string; embed(texts: readonly string[]): Promise<Float32Array[]> } | undefined;
  /** Whether the embedder knows the language of a text. */
  understands(text: string): boolean;
  /** Without what no model reads: numbers of cards, passwords. */
  masked(text: string): string;
  /** Of these sessions those of whose customers no model reads anything. */
  leftOut(organizationId: string, sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Closed sessions, newest last message first. */
  closed(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<Session>>;
  /** Sees to it that `remake` goes on there, on whichever node. */
  remakeLater(organizationId: string, cursor: string): void;
}

export interface ConversationVectors {
  /** Of those that lack them, or whose are another model's. @returns how many conversations got theirs */
  make(organizationId: string, sessionIds: readonly string[]): Promise<number>;
  /** Goes through the closed sessions, the newest first, as long as some of a page lacked theirs. */
  remake(organizationId: string, cursor?: string): Promise<void>;
  /** Which of these lack vectors of the model that serves. */
  lacking(organizationId: string, sessionIds: readonly string[]): Promise<Set<string>>;
  remove(organizationId: string, sessionIds: readonly string[]): Promise<void>;
}

const page = 50;
/** As many as a server is asked for at once. */
const textsAtOnce = 64;
const sourceType = 'conversation';

export function createConversationVectors(deps: ConversationVectorsDeps): ConversationVectors {
  const { conversations, vectors, embedder } = deps;

  async function remove(organizationId: string, sessionIds: readonly string[]): Promise<void> {
    for (const sourceId of sessionIds) await vectors.remove({ organizationId, sourceType, sourceId });
  }
  async function make(organizationId: string, sessionIds: readonly string[]): Promise<number> {
    const all = await wanting(deps, organizationId, sessionIds);
    if (all.length === 0) return 0;
    const vectorOf = await embedAll(
      embedder!,
      all.flatMap(({ texts }) => texts),
    );
    for (const { conversation, texts } of all) {
      const made = texts.map((text, n) => ({
        text,
        embedding: vectorOf.get(text)!,
        metadata: { model: embedder!.name, n },
      }));
      await vectors.replace({ organizationId, sourceType, sourceId: conversation.sessionId }, made);
    }
    // An erasure that came meanwhile has taken the summary, and this goes after it.
    const ids = all.map(({ conversation }) => conversation.sessionId);
    const there = new Set((await conversations.read(organizationId, ids)).map(({ sessionId }) => sessionId));
    await remove(
      organizationId,
      ids.filter((id) => !there.has(id)),
    );
    return all.length;
  }
  return {
    make,
    remove,
    async remake(organizationId, cursor) {
      if (!embedder) return;
      const { items, nextCursor } = await deps.closed(organizationId, {
        limit: page,
        ...(cursor !== undefined && { cursor }),
      });
      const made = await make(
        organizationId,
        items.map(({ id }) => id),
      );
      if (made > 0 && nextCursor !== null) deps.remakeLater(organizationId, nextCursor);
    },
    async lacking(organizationId, sessionIds) {
      const all = await wanting(deps, organizationId, sessionIds);
      return new Set(all.map(({ conversation }) => conversation.sessionId));
    },
  };
}

/** Those whose vectors are not of these words by this model. */
async function wanting(
  { conversations, vectors, embedder, masked, understands, leftOut }: ConversationVectorsDeps,
  organizationId: string,
  sessionIds: readonly string[],
): Promise<Wanting[]> {
  if (!embedder || sessionIds.length === 0) return [];
  const [found, made, left] = await Promise.all([
    conversations.read(organizationId, sessionIds),
    vectors.read({ organizationId, sourceType }, sessionIds),
    leftOut(organizationId, sessionIds),
  ]);
  return found
    .map((conversation) => ({
      conversation,
      texts: left.has(conversation.sessionId)
        ? []
        : [...new Set(meaningTexts(conversation).map(masked))].filter(understands),
      made: made.filter(({ sourceId }) => sourceId === conversation.sessionId),
    }))
    .filter((one) => !isWhole(one, embedder.name));
}

interface Wanting {
  conversation: Conversation;
  texts: string[];
  made: WishVector[];
}

function isWhole({ texts, made }: Wanting, model: string): boolean {
  const there = new Set(made.filter(({ metadata }) => metadata['model'] === model).map(({ text }) => text));
  return made.length === texts.length && texts.every((text) => there.has(text));
}

async function embedAll(
  { embed }: NonNullable<ConversationVectorsDeps['embedder']>,
  texts: readonly string[],
): Promise<Map<string, Float32Array>> {
  const distinct = [...new Set(texts)];
  const made = new Map<string, Float32Array>();
  for (let from = 0; from < distinct.length; from += textsAtOnce) {
    const some = distinct.slice(from, from + textsAtOnce);
    const vectors = await embed(some);
    some.forEach((text, n) => made.set(text, vectors[n]!));
  }
  return made;
}
