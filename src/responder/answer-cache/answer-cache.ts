// What an article answered to the same question is said again, as long as it would be said anew: the key holds all that an
// answer depends on. No question is kept, only its hash and its vector.
import { createHash } from 'node:crypto';
import type { Knowledge } from '../../knowledge/knowledge';
import { likenessOf } from '../../knowledge/rank';
import { dot, unit } from '../../knowledge/index/vector-math';
import type { Log } from '../../log';
import type { ResponderSettings } from '../../protocol/answers';
import type { Audience } from '../../protocol/knowledge';
import type { Source } from '../../protocol/model/handover';
import { withinLimits } from '../../tools/linked-signal';
import type { Answer } from '../decide';
import type { Provider } from '../providers/provider';
import type { AnswerCacheStore } from './store';
import { subjectOf } from './subject-of';

export interface CachedAnswer {
  decision: Answer;
  found: Source[];
  labels: string[];
  by: Pick<Provider, 'name' | 'model'>;
}

/** 'exact': the same words; 'near': another way to ask the same. */
export type CacheTier = 'exact' | 'near';

export interface AskedOfCache {
  organizationId: string;
  audience: Audience;
  /** ISO 639-1, when it can be told. */
  language: string | undefined;
  settings: ResponderSettings;
  question: string;
}

export interface CacheLook {
  hit?: CachedAnswer & { cached: CacheTier };
  /** Keeps what was answered instead, unless the knowledge has changed meanwhile. */
  keep(answer: CachedAnswer): Promise<void>;
}

export interface AnswerCache {
  /** Never rejects: where nothing can be looked up, there is nothing. */
  look(asked: AskedOfCache, signal: AbortSignal): Promise<CacheLook>;
}

export interface AnswerCacheDeps {
  store: AnswerCacheStore;
  knowledge: Pick<Knowledge, 'revision' | 'vectorOf' | 'unrelated'>;
  /** Who is asked for answers first: what others wrote in its place is not kept. */
  provider: Provider;
  /** Hears of each look. */
  looked(look: { tier: CacheTier; store: AnswerCacheStore['kind']; isHit: boolean; seconds: number }): void;
  log: Log;
}

/** A release that answers otherwise is waited for no longer. */
const keepMs = 4 * 3_600_000;
/** A store that takes longer is done without. */
const patienceMs = 200;
/**
 * Likeness of two questions that name the same, from which on they ask the same: with the built-in model a cosine of 0.88. Of 240
 * such pairs of BANKING77 it takes 155 as one, 0.9 took 135, and no pair more wrongly: 7 have two labels, and say word for word the same or nearly. The first two that a person
 * would answer apart ("Do I need to verify my identity?", "I need to verify my identity") have 0.853.
 */
const alike = 0.867;
const longestAnswer = 32_000;

interface Near {
  /** Of the question that was answered. */
  vector: number[];
  key: string;
}

export function createAnswerCache(deps: AnswerCacheDeps): AnswerCache {
  const { store, knowledge, provider, log } = deps;
  const writer = [provider.name, provider.model, provider.floors];
  const failed = (error: unknown) => log.warn({ error: String(error) }, 'responder: the answer cache failed');

  async function read<T>(key: string): Promise<T | undefined> {
    const value = await store.get(key);
    return value === undefined ? undefined : (JSON.parse(value) as T);
  }
  async function timed<T>(tier: CacheTier, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const at = performance.now();
    const found = await find();
    const seconds = (performance.now() - at) / 1_000;
    deps.looked({ tier, store: store.kind, isHit: found !== undefined, seconds });
    return found;
  }
  async function findNear(near: string, question: string, signal: AbortSignal) {
    const known = await read<Near>(near);
    const vector = known && (await knowledge.vectorOf(question, signal));
    if (!vector || vector.length !== known.vector.length) return undefined;
    const off = knowledge.unrelated();
    const cosine = dot(unit(vector), Float32Array.from(known.vector));
    if (off === undefined || likenessOf(cosine, off) < alike) return undefined;
    return read<CachedAnswer>(known.key);
  }
  async function find(keys: Keys, question: string, signal: AbortSignal): Promise<CacheLook['hit']> {
    const same = await timed('exact', () => read<CachedAnswer>(keys.exact));
    if (same) return { ...same, cached: 'exact' };
    const { near } = keys;
    const other = near && (await timed('near', () => findNear(near, question, signal)));
    return other ? { ...other, cached: 'near' } : undefined;
  }
  async function keep({ organizationId, question }: AskedOfCache, keys: Keys, answer: CachedAnswer) {
    const value = JSON.stringify(answer);
    // What changed while this was answered may be no part of it.
    if (value.length > longestAnswer || (await knowledge.revision(organizationId)) !== keys.revision) return;
    await store.set(keys.exact, value, keepMs);
    const vector = keys.near && (await knowledge.vectorOf(question));
    if (!vector) return;
    const rounded = Array.from(unit(vector), (one) => Math.round(one * 1e4) / 1e4);
    await store.set(keys.near!, JSON.stringify({ vector: rounded, key: keys.exact } satisfies Near), keepMs);
  }
  return {
    async look(asked, signal) {
      try {
        const keys = keysOf(asked, await knowledge.revision(asked.organizationId), writer);
        const limits = { signals: [signal], timeoutMs: patienceMs };
        const hit = await withinLimits(limits, (own) => find(keys, asked.question, own));
        return hit ? { hit, ...noKeeping } : { keep: (answer) => keep(asked, keys, answer).catch(failed) };
      } catch (error) {
        if (!signal.aborted) failed(error);
        return noKeeping;
      }
    },
  };
}

const noKeeping = { keep: () => Promise.resolve() };

interface Keys {
  revision: string;
  exact: string;
  /** Absent where the question names nothing. */
  near?: string;
}

function keysOf(
  { organizationId, audience, language, settings, question }: AskedOfCache,
  revision: string,
  writer: unknown,
): Keys {
  const scope = JSON.stringify([revision, audience, language, settings, writer]);
  const key = (tier: CacheTier, asked: string) =>
    `${organizationId}:${createHash('sha256').update(`${scope}\n${tier}\n${asked}`).digest('base64url')}`;
  const subject = subjectOf(question);
  return {
    revision,
    exact: key('exact', normalized(question)),
    ...(subject !== '' && { near: key('near', subject) }),
  };
}

function normalized(question: string): string {
  const plain = question.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  let end = plain.length;
  while (end > 0 && ' ?!.。'.includes(plain[end - 1]!)) end -= 1;
  return plain.slice(0, end);
}

/** Where every question is answered anew. */
export const noAnswerCache: AnswerCache = { look: () => Promise.resolve(noKeeping) };
