// Numbers are taken from what is there, and the unique index decides: whoever loses looks again.
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../errors';
import type { Append, Appended } from '../../sessions/store';
import { type Draft, draftOf, toMessage } from './message-documents';
import { isDuplicate, type Mongo } from './open';
import type { MessageDocument } from './schemas';

const maxAttempts = 200;
/** Sessions whose last number this node remembers; the longest unused go first. */
const maxKnown = 50_000;

type Messages = Mongo['models']['messages'];

export function createAppend(messages: Messages): (group: readonly Append[]) => Promise<Appended[]> {
  const lastNumbers = createLastNumbers(messages);

  /** Stores what it can; the rest is returned. */
  async function insertDrafts(drafts: Draft[], results: Appended[]): Promise<Draft[]> {
    const heads = await lastNumbers.of(drafts);
    const head = ({ document }: Draft) => heads.get(document.sessionId) ?? 0;
    const fitting = drafts.filter(
      (draft) => draft.expectSeq === undefined || draft.expectSeq === head(draft),
    );
    const documents = fitting.map((draft) => ({ ...draft.document, seq: head(draft) + 1 }));
    const refused = await insertUnordered(messages, documents);
    fitting.forEach(({ index }, n) => {
      const document = documents[n]!;
      if (refused.has(n)) return lastNumbers.forget(document.sessionId);
      lastNumbers.stored(document.sessionId, document.seq);
      results[index] = { outcome: 'appended', message: toMessage(document) };
    });
    return drafts.filter(({ index }) => results[index] === undefined);
  }

  return async (group) => {
    const results = new Array<Appended>(group.length);
    let pending = group.map(draftOf);
    for (let attempt = 0; pending.length > 0; attempt += 1) {
      if (attempt === maxAttempts)
        throw new DomainError('unavailable', 'Too many write to this session at once.');
      // Whoever lost waits a little, a different while each, so that racing nodes do not stay in step.
      if (attempt > 1) await sleep(Math.random() * Math.min(attempt, 20));
      const left = await insertDrafts(pending, results);
      pending = left.length === 0 ? left : await settle(messages, left, results);
    }
    return results;
  };
}

/**
 * Numbers that this node stored itself, so that most appends need no look. A log only grows: one may be old, never too
 * high, and what is inserted after an old one is refused by the index.
 */
function createLastNumbers(messages: Messages) {
  const known = new LRUCache<string, number>({ max: maxKnown });
  return {
    stored: (sessionId: string, seq: number): void => void known.set(sessionId, seq),
    forget: (sessionId: string): void => void known.delete(sessionId),
    async of(drafts: readonly Draft[]): Promise<Map<string, number>> {
      const heads = new Map<string, number>();
      const unknown: string[] = [];
      for (const { document, expectSeq = 0 } of drafts) {
        const seq = known.get(document.sessionId) ?? 0;
        if (seq === 0 || expectSeq > seq) unknown.push(document.sessionId);
        else heads.set(document.sessionId, seq);
      }
      for (const [sessionId, seq] of await headsOf(messages, unknown)) heads.set(sessionId, seq);
      return heads;
    },
  };
}

/** Returns the places of the documents that a unique index refused. */
async function insertUnordered(messages: Messages, documents: MessageDocument[]): Promise<Set<number>> {
  if (documents.length === 0) return new Set();
  try {
    await messages.insertMany(documents, { ordered: false, lean: true });
    return new Set();
  } catch (error) {
    const { writeErrors = [] } = error as { writeErrors?: Array<{ code: number; index: number }> };
    if (!isDuplicate(error) || writeErrors.some(({ code }) => code !== 11000)) throw error;
    return new Set(writeErrors.map(({ index }) => index));
  }
}

/** Settles duplicates and stale ones; returns what only lost a race. */
async function settle(messages: Messages, drafts: Draft[], results: Appended[]): Promise<Draft[]> {
  const documents = drafts.map(({ document }) => document);
  const [clients, channels, heads] = await Promise.all([
    byKey(messages, 'clientKey', documents),
    byKey(messages, 'channelKey', documents),
    headsOf(
      messages,
      documents.map(({ sessionId }) => sessionId),
    ),
  ]);
  return drafts.filter(({ index, expectSeq, document }) => {
    const first = clients.get(document.clientKey) ?? channels.get(document.channelKey);
    const headSeq = heads.get(document.sessionId) ?? 0;
    if (first) results[index] = { outcome: 'duplicate', message: toMessage(first) };
    else if (expectSeq !== undefined && expectSeq !== headSeq) results[index] = { outcome: 'stale', headSeq };
    else return true;
    return false;
  });
}

async function byKey(
  messages: Messages,
  field: 'clientKey' | 'channelKey',
  documents: ReadonlyArray<Draft['document']>,
) {
  const keys = documents.flatMap((document) => document[field] ?? []);
  // One look a key: a server that has no plan for $in (FerretDB) would read the whole collection.
  const found = await Promise.all(keys.map((key) => messages.findOne({ [field]: key }).lean()));
  return new Map<string | undefined, MessageDocument>(
    found.flatMap((each) => (each ? [[each[field], each]] : [])),
  );
}

/** One read of an index's end a session; sessions without messages are absent. */
export async function headsOf(
  messages: Messages,
  sessionIds: readonly string[],
): Promise<Map<string, number>> {
  const found = await Promise.all(
    [...new Set(sessionIds)].map((sessionId) =>
      messages.findOne({ sessionId }, { sessionId: 1, seq: 1 }).sort({ seq: -1 }).lean(),
    ),
  );
  return new Map(found.flatMap((each) => (each ? [[each.sessionId, each.seq] as const] : [])));
}
