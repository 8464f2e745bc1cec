// What a push says, and how long and how urgently its service keeps it for a device that is away: pure.
import { createHash } from 'node:crypto';
import { placeOfNote } from '../protocol/noted-customer';
import type { NewsKind } from '../protocol/notifications';
import { filled } from '../protocol/server-texts/said';
import { placeId } from './news';
import type { Group, LiveNews } from './push-groups';
import type { PushWords } from './store';

export interface PushMessage {
  payload: {
    kind: NewsKind | 'several';
    /** Whoever looks at it needs no notification; unset: whoever looks at the console. */
    sessionId?: string;
    title: string;
    body: string;
    tag: string;
    url: string;
  };
  ttlSeconds: number;
  topic: string;
  urgency: 'normal' | 'high';
}

/** Longer than this nobody waits, or somebody was told since. */
const waitingSeconds = 600;
const mostNames = 3;
/** They can be read when the device wakes up by itself. */
const unhurried = new Set<NewsKind>(['returned', 'mentioned', 'not_sent']);

/** Says nothing to the push service of which conversation it is. What comes under the same one replaces it. */
const topicOf = (about: string) =>
  createHash('sha256').update(`push ${about}`).digest('base64url').slice(0, 32);

/** @param waiting how many conversations wait by now */
export function messageOf(
  { as, news }: Group,
  { words, waiting, now }: { words: PushWords; waiting: number; now: number },
): PushMessage {
  const newest = news.at(-1)!;
  const lasts = Math.max(...news.map(({ until }) => until.getTime())) - now;
  const about = as === 'one' ? placeId(newest) : as;
  return {
    payload: {
      ...(as === 'several' || (as === 'waiting' && waiting > 1)
        ? together(as, as === 'waiting' ? waiting : news.length, { news, words })
        : alone(newest, words)),
      tag: about,
    },
    ttlSeconds: Math.max(
      1,
      Math.min(Math.floor(lasts / 1_000), as === 'waiting' ? waitingSeconds : Infinity),
    ),
    topic: topicOf(about),
    urgency: news.every(({ kind }) => unhurried.has(kind)) ? 'normal' : 'high',
  };
}

function alone({ kind, session, note }: LiveNews, words: PushWords) {
  const tab = kind === 'waiting' ? 'waiting' : kind === 'mentioned' ? 'all' : 'mine';
  const { customerName = words.visitor } = session ?? note;
  return {
    ...{ kind, title: words.titles[kind], body: customerName },
    ...(note
      ? { url: `/console/${placeOfNote(note)}` }
      : { sessionId: session.id, url: `/console/inbox/${session.id}?tab=${tab}` }),
  };
}

function together(
  as: 'several' | 'waiting',
  count: number,
  { news, words }: { news: readonly LiveNews[]; words: PushWords },
) {
  const known = as === 'waiting' ? words.waiting : words.several;
  const title = known ?? `${words.titles[news.at(-1)!.kind]} ({count})`;
  return {
    kind: as,
    title: filled(title, { count }),
    body: namesOf(news, words),
    url: `/console/inbox?tab=${as === 'waiting' ? 'waiting' : 'mine'}`,
  };
}

/** Of the newest. */
function namesOf(news: readonly LiveNews[], { visitor }: PushWords): string {
  const names = news.map(({ session, note }) => (session ?? note).customerName ?? visitor).reverse();
  return [...new Set(names)].slice(0, mostNames).join(', ');
}
