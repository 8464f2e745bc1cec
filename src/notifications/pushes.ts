// News to devices, by Web Push (RFC 8030, 8291, 8292): kind and name, never what was written. The row says where a device
// is and whose login it came with; a job for each asks again whether it is news, shortly before it goes.
import { createHash } from 'node:crypto';
import { DomainError } from '../errors';
import type { NewsKind } from '../protocol/notifications';
import type { SessionState } from '../sessions/session';
import type { SafeFetch } from '../tools/safe-fetch';
import type { News } from './news';
import type { PushDevice, PushDeviceStore } from './store';

/** A request that a push service takes: encrypted for the device, signed as this server. */
export type SealPush = (
  device: Pick<PushDevice, 'endpoint' | 'p256dh' | 'auth'>,
  payload: string,
  how: { ttlSeconds: number; topic: string },
) => Promise<{ headers: Record<string, string>; body: Uint8Array }>;

export interface PushJob {
  organizationId: string;
  deviceId: string;
  sessionId: string;
  kind: NewsKind;
  /** ISO 8601: nobody wants to hear of it later. */
  until: string;
}

export interface PushesDeps {
  store: PushDeviceStore;
  ring(job: PushJob, key: string, at: Date): Promise<void>;
  /** The conversation, if what happened in it is news for the agent still. */
  stillNews(
    whom: { organizationId: string; agentId: string },
    what: { sessionId: string; kind: NewsKind },
  ): Promise<SessionState | undefined>;
  /** Agents who have the conversation open. May reject: then nobody knows. */
  viewers(sessionId: string): Promise<readonly string[]>;
  seal: SealPush;
  fetch: SafeFetch;
  log: { warn(about: object, text: string): void };
  now?(): number;
}

export type Pushes = ReturnType<typeof createPushes>;

const hourMs = 3_600_000;
/** Whoever is at the console sees it there within this time; whoever waits in the queue may be gone from it. */
const waitMs = (kind: NewsKind) => (kind === 'waiting' ? 10_000 : 4_000);
const lastsMs = (kind: NewsKind) =>
  ['assigned', 'returned', 'mentioned', 'not_sent'].includes(kind) ? 24 * hourMs : hourMs;
/** Whether it was read says of these whether they were seen; and who is asked for an answer has it open often. */
const toldViewers = new Set<NewsKind>(['message', 'mentioned', 'unanswered', 'not_sent']);

export function createPushes(deps: PushesDeps) {
  const { store, ring, now = Date.now } = deps;
  return {
    /** One job a device and conversation: what is newer replaces what has not gone. */
    async tell({ organizationId, sessionId, kind }: News, deviceIds: readonly string[]): Promise<void> {
      const until = new Date(now() + lastsMs(kind)).toISOString();
      const at = new Date(now() + waitMs(kind));
      for (const deviceId of deviceIds)
        await ring({ organizationId, deviceId, sessionId, kind, until }, `push:${deviceId}:${sessionId}`, at);
    },

    /** @throws `unavailable` while the push service takes nothing: to be tried again */
    async send({ organizationId, deviceId, sessionId, kind, until }: PushJob): Promise<void> {
      const ttlSeconds = Math.floor((Date.parse(until) - now()) / 1_000);
      const device = ttlSeconds > 0 ? await store.get(organizationId, deviceId) : undefined;
      if (!device) return;
      const { agentId } = device;
      const session = await deps.stillNews({ organizationId, agentId }, { sessionId, kind });
      if (!session || (!toldViewers.has(kind) && (await looks(deps, sessionId, agentId)))) return;
      const payload = JSON.stringify(payloadOf(device, kind, session));
      await deliver(deps, {
        organizationId,
        device,
        payload,
        how: { ttlSeconds, topic: topicOf(sessionId) },
      });
    },
  };
}

async function looks({ viewers }: PushesDeps, sessionId: string, agentId: string): Promise<boolean> {
  return (await viewers(sessionId).catch((): string[] => [])).includes(agentId);
}

/** Says nothing to the push service of which conversation it is. */
const topicOf = (sessionId: string) =>
  createHash('sha256').update(`push ${sessionId}`).digest('base64url').slice(0, 32);

function payloadOf({ words }: PushDevice, kind: NewsKind, { id, customerName }: SessionState) {
  const tab = kind === 'waiting' ? 'waiting' : kind === 'mentioned' ? 'all' : 'mine';
  return {
    kind,
    sessionId: id,
    title: words.titles[kind],
    body: customerName ?? words.visitor,
    tag: id,
    url: `/console/inbox/${id}?tab=${tab}`,
  };
}

interface Delivery {
  organizationId: string;
  device: PushDevice;
  payload: string;
  how: { ttlSeconds: number; topic: string };
}

async function deliver(deps: PushesDeps, { organizationId, device, payload, how }: Delivery): Promise<void> {
  const { store, seal, fetch, log } = deps;
  const forget = () => store.remove(organizationId, device.id);
  const request = await seal(device, payload, how).catch((err: unknown) =>
    log.warn({ err }, 'a device has no good key'),
  );
  if (!request) return forget();
  const asked = { method: 'POST', ...request, followsRedirects: false, maxBytes: 10_000 };
  const answer = await fetch(device.endpoint, asked).catch(unlessForbidden);
  if (!answer) return forget();
  // Read to its end, so that the connection is closed.
  await answer.text().catch(() => undefined);
  const { status } = answer;
  if (status === 404 || status === 410) return forget();
  if (status === 429 || status >= 500)
    throw new DomainError('unavailable', `The push service answered ${status}.`);
  if (status >= 300) log.warn({ status, deviceId: device.id }, 'a push service refused a notification');
}

/** By now the name of the service leads to an address inside. */
function unlessForbidden(error: unknown): undefined {
  if (error instanceof DomainError && ['forbidden', 'invalid'].includes(error.code)) return undefined;
  throw error;
}
