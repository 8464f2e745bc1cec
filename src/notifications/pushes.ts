// News to devices, by Web Push (RFC 8030, 8291, 8292): kind and name, never what was written. A row for each device and
// place says what is to be told, a job for the device rings: it asks again whether it is news, and tells together
// what would be too much. What a lost bell left due the sweep finds.
import { DomainError } from '../errors';
import type { NewsKind } from '../protocol/notifications';
import type { SafeFetch } from '../tools/safe-fetch';
import { isSeen, placeId, type About, type News } from './news';
import { groupsOf, paceAfter, roomOf, type LiveNews } from './push-groups';
import { messageOf, type PushMessage } from './push-payload';
import type { DueNews, LostPushes, NewsPlace, PushDevice, PushDeviceStore, PushNewsStore } from './store';

/** A request that a push service takes: encrypted for the device, signed as this server. */
export type SealPush = (
  device: Pick<PushDevice, 'endpoint' | 'p256dh' | 'auth'>,
  payload: string,
  how: Omit<PushMessage, 'payload'>,
) => Promise<{ headers: Record<string, string>; body: Uint8Array }>;

export interface PushJob {
  organizationId: string;
  deviceId: string;
}

export interface PushesDeps {
  devices: Pick<PushDeviceStore, 'get' | 'remove' | 'pace'>;
  news: PushNewsStore;
  lost: LostPushes;
  enqueue(job: PushJob, at: Date): Promise<void>;
  /** Tells whoever wants to hear of it, as its bell should have. */
  tellAgain(news: News): Promise<void>;
  /** What they are about, if they are news for the agent still. */
  stillNews(
    whom: { organizationId: string; agentId: string },
    what: NewsPlace & { kind: NewsKind },
  ): Promise<About | undefined>;
  /** Agents who have the conversation open. May reject: then nobody knows. */
  viewers(sessionId: string): Promise<readonly string[]>;
  seal: SealPush;
  fetch: SafeFetch;
  log: { warn(about: object, text: string): void };
  now?(): number;
}

export type Pushes = ReturnType<typeof createPushes>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Whoever is at the console sees it there within this time; whoever waits in the queue may be gone from it. */
const waitMs = (kind: NewsKind) => (kind === 'waiting' ? 10_000 : 4_000);
const lastsMs = (kind: NewsKind) =>
  ['assigned', 'returned', 'mentioned', 'not_sent'].includes(kind) ? 24 * hourMs : hourMs;
/** Whether it was read says of these whether they were seen; and who is asked for an answer has it open often. */
const toldViewers = new Set<NewsKind>(['message', 'mentioned', 'unanswered', 'not_sent']);
/** Longer than a push takes: what a node that died had taken is due again then. */
const leaseMs = minuteMs;
/** Later than this it is asked whether somebody has seen to it. */
const lateMs = 2 * minuteMs;
const triedAgainMs = (tries: number) => Math.min(2_500 * 2 ** tries, 5 * minuteMs);
/** Between two looks for conversations of which nobody was told. */
const looksEveryMs = 30_000;

export function createPushes(deps: PushesDeps) {
  const { news, now = Date.now } = deps;
  let lookedAt = 0;
  return {
    /** One row a device and place: what is newer replaces what has not gone. */
    async tell({ organizationId, for: _, ...what }: News, deviceIds: readonly string[]): Promise<void> {
      const at = now();
      const added = await news.add(organizationId, {
        ...what,
        deviceIds,
        at: new Date(at),
        dueAt: new Date(at + waitMs(what.kind)),
        until: new Date(at + lastsMs(what.kind)),
      });
      for (const { deviceId, dueAt } of added) await deps.enqueue({ organizationId, deviceId }, dueAt);
    },

    /** What is due for a device. Run twice it tells once. */
    async send(job: PushJob): Promise<void> {
      const { organizationId, deviceId } = job;
      const at = now();
      const due = await news.take(organizationId, deviceId, {
        now: new Date(at),
        again: new Date(at + leaseMs),
      });
      if (due.length > 0) await tellDevice(deps, job, due);
      const next = await news.next(organizationId, deviceId);
      if (next) await deps.enqueue(job, next);
    },

    /** Rings for what a lost bell left due, and tells of conversations whose bell nobody heard. */
    async findLost(): Promise<void> {
      for (const job of await deps.lost.devices()) await deps.enqueue(job, new Date(now()));
      if (now() < lookedAt + looksEveryMs) return;
      lookedAt = now();
      for (const { agentId, ...unnotified } of await deps.lost.unnotified())
        await deps.tellAgain({ ...unnotified, for: agentId === null ? 'everybody' : [agentId] });
    },
  };
}

async function tellDevice(deps: PushesDeps, job: PushJob, due: readonly DueNews[]): Promise<void> {
  const { news, devices, now = Date.now } = deps;
  const { organizationId, deviceId } = job;
  const device = await devices.get(organizationId, deviceId);
  const found = device ? await liveOf(deps, { organizationId, agentId: device.agentId }, due) : [];
  const isLive = new Set(found.map(placeId));
  const over = due.filter((one) => !isLive.has(placeId(one)));
  await news.settle(organizationId, deviceId, over);
  if (!device) return;
  const live = await withoutEarly(deps, { organizationId, device, found });
  if (live.length === 0) return;
  const { room, from } = roomOf(device, now());
  if (from) return news.postpone(organizationId, deviceId, { news: live, dueAt: from, hasFailed: false });
  await tellGroups(deps, { organizationId, device, live, room });
}

/** What waits is told once a minute, with the count of then. */
async function withoutEarly(
  { news, now = Date.now }: PushesDeps,
  { organizationId, device, found }: Pick<Telling, 'organizationId' | 'device'> & { found: LiveNews[] },
): Promise<LiveNews[]> {
  const dueAt = new Date((device.waitingToldAt?.getTime() ?? 0) + minuteMs);
  const early = found.filter(({ kind }) => kind === 'waiting' && dueAt.getTime() > now());
  if (early.length > 0)
    await news.postpone(organizationId, device.id, { news: early, dueAt, hasFailed: false });
  return found.filter((one) => !early.includes(one));
}

/** What is news still, of which the agent has not heard in another way. */
async function liveOf(
  deps: PushesDeps,
  whom: { organizationId: string; agentId: string },
  due: readonly DueNews[],
): Promise<LiveNews[]> {
  const { now = Date.now } = deps;
  const live: LiveNews[] = [];
  for (const one of due) {
    const { kind, at, until } = one;
    if (until.getTime() <= now()) continue;
    const about = await deps.stillNews(whom, one);
    const { session } = about ?? {};
    if (!about || (session && now() - at.getTime() > lateMs && isSeen(kind, session))) continue;
    if (session && !toldViewers.has(kind) && (await looks(deps, session.id, whom.agentId))) continue;
    live.push({ ...one, ...about });
  }
  return live;
}

async function looks({ viewers }: PushesDeps, sessionId: string, agentId: string): Promise<boolean> {
  return (await viewers(sessionId).catch((): string[] => [])).includes(agentId);
}

interface Telling {
  organizationId: string;
  device: PushDevice;
  live: readonly LiveNews[];
  room: number;
}

async function tellGroups(deps: PushesDeps, { organizationId, device, live, room }: Telling): Promise<void> {
  const { news, devices, now = Date.now } = deps;
  const groups = groupsOf(live, room);
  const left = new Set(live);
  let sent = 0;
  let waitingToldAt: Date | undefined;
  let hasFailed = false;
  for (const group of groups) {
    const waiting = group.as === 'waiting' ? await news.countWaiting(organizationId) : 0;
    const message = messageOf(group, { words: device.words, waiting, now: now() });
    const outcome = await deliver(deps, device, message);
    if (outcome === 'gone') return devices.remove(organizationId, device.id);
    hasFailed = outcome === 'later';
    // Its other pushes go the same way.
    if (hasFailed) break;
    await news.settle(organizationId, device.id, group.news);
    for (const one of group.news) left.delete(one);
    sent += 1;
    if (group.as === 'waiting') waitingToldAt = new Date(now());
  }
  if (sent > 0)
    await devices.pace(organizationId, device.id, {
      ...paceAfter(device, { sent, now: now() }),
      ...(waitingToldAt && { waitingToldAt }),
    });
  if (left.size === 0) return;
  const tries = Math.max(...[...left].map((one) => one.tries));
  const dueAt = new Date(now() + (hasFailed ? triedAgainMs(tries) : minuteMs));
  await news.postpone(organizationId, device.id, { news: [...left], dueAt, hasFailed });
}

async function deliver(
  { seal, fetch, log }: PushesDeps,
  device: PushDevice,
  { payload, ...how }: PushMessage,
): Promise<'sent' | 'gone' | 'later'> {
  const request = await seal(device, JSON.stringify(payload), how).catch((err: unknown) =>
    log.warn({ err }, 'a device has no good key'),
  );
  if (!request) return 'gone';
  const asked = { method: 'POST', ...request, followsRedirects: false, maxBytes: 10_000 };
  const answer = await fetch(device.endpoint, asked).catch((err: unknown) => {
    // By now the name of the service leads to an address inside.
    if (err instanceof DomainError && ['forbidden', 'invalid'].includes(err.code)) return 'gone' as const;
    log.warn({ err, deviceId: device.id }, 'could not reach a push service');
    return 'later' as const;
  });
  if (typeof answer === 'string') return answer;
  // Read to its end, so that the connection is closed.
  await answer.text().catch(() => undefined);
  const { status } = answer;
  if (status === 404 || status === 410) return 'gone';
  if (status >= 300) log.warn({ status, deviceId: device.id }, 'a push service refused a notification');
  return status === 429 || status >= 500 ? 'later' : 'sent';
}
