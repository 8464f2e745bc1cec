// Whether each part works: what was measured becomes a state and what is to be said of it. Pure.
import type { HealthItem } from '../protocol/health';
import type { Channel } from '../protocol/model/channel';

const [littleSpace, noSpace] = [1024 ** 3, 100 * 1024 ** 2];
const backupMs = 7 * 24 * 3_600_000;
const [slowJobsMs, stuckJobsMs] = [60_000, 5 * 60_000];

export interface StoreFacts {
  stores: Record<string, 'ok' | 'down' | undefined>;
  why?: Record<string, string | undefined>;
  /** What each store is, such as embedded. */
  kinds: Record<string, string>;
}

/** @param seesServer why a store is down is for who runs it */
export function storeItems({ stores, why, kinds }: StoreFacts, seesServer: boolean): HealthItem[] {
  return (['postgres', 'documents', 'realtime', 'files'] as const).flatMap((part) => {
    const state = stores[part];
    if (state === undefined) return [];
    const isDown = state === 'down';
    const reason = seesServer && isDown ? why?.[part] : undefined;
    return [
      {
        part,
        state: isDown ? 'wrong' : 'ok',
        ...(seesServer && kinds[part] && { kind: kinds[part] }),
        ...(reason && { why: reason }),
      },
    ];
  });
}

export interface ChannelTraffic {
  channelId: string;
  lastInAt?: string;
  lastOutAt?: string;
  /** Of the last day. */
  failed: number;
}

export function channelItems(channels: readonly Channel[], traffic: readonly ChannelTraffic[]): HealthItem[] {
  const found = new Map(traffic.map((one) => [one.channelId, one]));
  return channels.map(({ id, name, type, isActive, health }) => {
    const { lastInAt = health.lastEventAt, lastOutAt, failed = 0 } = found.get(id) ?? {};
    const why = health.lastError ?? health.mailbox?.error;
    const state = !isActive ? 'off' : !health.ok ? 'wrong' : failed > 0 ? 'look' : 'ok';
    return {
      part: 'channel',
      state,
      id,
      name,
      kind: type,
      ...(state === 'wrong' && why && { why }),
      ...(lastInAt && { lastInAt }),
      ...(lastOutAt && { lastOutAt }),
      ...(state === 'wrong' && health.lastErrorAt && { lastErrorAt: health.lastErrorAt }),
      ...(failed > 0 && { failed }),
    };
  });
}

/** Invitations, transcripts and numbers go out by a mailbox that is connected. */
export function mailItem(channels: readonly Channel[]): HealthItem {
  const mailboxes = channels.filter(({ type, isActive }) => type === 'email' && isActive);
  if (mailboxes.length === 0) return { part: 'mail', state: 'off' };
  return { part: 'mail', state: mailboxes.some(({ health }) => health.ok) ? 'ok' : 'wrong' };
}

export interface ModelFacts {
  /** Undefined: the articles' own words answer. */
  name?: string;
  /** It failed so often that it is left alone for a moment. */
  leftAlone: boolean;
  lastAnswerAt?: string;
  lastFailureAt?: string;
}

export function modelItem({ name, leftAlone, lastAnswerAt, lastFailureAt }: ModelFacts): HealthItem {
  if (name === undefined) return { part: 'model', state: 'off' };
  const failing = lastFailureAt !== undefined && (lastAnswerAt === undefined || lastFailureAt > lastAnswerAt);
  const state = leftAlone ? 'wrong' : failing ? 'look' : lastAnswerAt === undefined ? 'unknown' : 'ok';
  return {
    part: 'model',
    state,
    name,
    ...(lastAnswerAt && { lastOutAt: lastAnswerAt }),
    ...(lastFailureAt && { lastErrorAt: lastFailureAt }),
  };
}

export function meaningItem(of: {
  state: 'ready' | 'off' | 'failing';
  provider: string;
  reason?: string | undefined;
}): HealthItem {
  const state = ({ ready: 'ok', off: 'off', failing: 'wrong' } as const)[of.state];
  if (state === 'off') return { part: 'meaning', state };
  return {
    part: 'meaning',
    state,
    name: of.provider,
    ...(state === 'wrong' && of.reason && { why: of.reason }),
  };
}

/** @param reason why requests for a person are understood by rules alone @param seesServer it is for who runs it */
export function requestsItem(reason: string | undefined, seesServer: boolean): HealthItem {
  if (reason === undefined) return { part: 'requests', state: 'ok' };
  return { part: 'requests', state: 'wrong', ...(seesServer && { why: reason }) };
}

/** @param failed those of the organization */
export function jobItem({
  waitingMs,
  workers,
  failed,
}: {
  waitingMs: number;
  workers: number;
  failed: number;
}): HealthItem {
  const isStuck = workers === 0 || waitingMs > stuckJobsMs;
  return {
    part: 'jobs',
    state: isStuck ? 'wrong' : failed > 0 || waitingMs > slowJobsMs ? 'look' : 'ok',
    waitingMs,
    failed,
  };
}

/** @param bytes undefined: it cannot be known */
export function diskItem(bytes: number | undefined): HealthItem {
  if (bytes === undefined) return { part: 'disk', state: 'unknown' };
  return { part: 'disk', state: bytes < noSpace ? 'wrong' : bytes < littleSpace ? 'look' : 'ok', bytes };
}

export const addressItem = (publicUrl: string | undefined): HealthItem => ({
  part: 'address',
  state: publicUrl === undefined ? 'look' : 'ok',
  ...(publicUrl !== undefined && { name: publicUrl }),
});

/**
 * @param noted what `npm run backup` left, of anybody's hand: no time is none; one far ahead comes from a wrong clock and is not recent
 * @param isProduction only there somebody has to look because there has never been one
 */
export function backupItem(
  noted: unknown,
  { now, isProduction }: { now: Date; isProduction: boolean },
): HealthItem {
  const at = new Date(typeof noted === 'string' ? noted : NaN);
  if (Number.isNaN(at.getTime())) return { part: 'backup', state: isProduction ? 'look' : 'unknown' };
  const isRecent = Math.abs(now.getTime() - at.getTime()) <= backupMs;
  return { part: 'backup', state: isRecent ? 'ok' : 'look', lastBackupAt: at.toISOString() };
}
