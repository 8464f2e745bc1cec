// Tells whoever has no console open. A leaf of the bells: it writes rows and rings jobs, and what a crash loses is in the
// console all the same.
import type { EventBus } from '../events';
import type { Log } from '../log';
import { rememberBriefly } from '../tools/remember-briefly';
import { wants } from './choices';
import { newsOf, newsOfMessage, type News } from './news';
import type { ListReachable, Reachable } from './store';

export interface NotifierDeps {
  events: Pick<EventBus, 'on'>;
  reachable: ListReachable;
  mail(news: News, agentIds: readonly string[]): Promise<void>;
  push(news: News, deviceIds: readonly string[]): Promise<void>;
  log: Pick<Log, 'warn'>;
}

/** What changes on another node counts here after so long. */
const rememberedMs = 5_000;

export type Notifier = ReturnType<typeof createNotifier>;

export function createNotifier({ events, reachable, mail, push, log }: NotifierDeps) {
  const known = rememberBriefly<ReadonlyMap<string, Reachable[]>>({ milliseconds: rememberedMs, cap: 1 });
  const running = new Set<Promise<void>>();

  async function tell(news: News): Promise<void> {
    const all = (await known.get('all', async () => byOrganization(await reachable()))).get(
      news.organizationId,
    );
    const whom = all?.filter((one) => concerns(news, one)) ?? [];
    const byPush = whom.filter(({ choices }) => wants(choices, news.kind, 'push'));
    const devices = byPush.flatMap((one) => one.devices);
    if (devices.length > 0) await push(news, devices);
    const byMail = whom.filter(({ choices }) => wants(choices, news.kind, 'mail'));
    if (byMail.length > 0)
      await mail(
        news,
        byMail.map(({ agentId }) => agentId),
      );
  }

  function heard(news: News | undefined): void {
    if (!news) return;
    const work = tell(news)
      .catch((err: unknown) =>
        log.warn({ err, kind: news.kind }, 'could not tell whoever has no console open'),
      )
      .finally(() => running.delete(work));
    running.add(work);
  }

  const off = [
    events.on('message', (bell) => heard(newsOfMessage(bell))),
    events.on('unanswered', (bell) => heard(newsOf.unanswered(bell))),
    events.on('dueSoon', (bell) => heard(newsOf.dueSoon(bell))),
    events.on('mentioned', (bell) => heard(newsOf.mentioned(bell))),
    events.on('notSent', (bell) => heard(newsOf.notSent(bell))),
  ];

  return {
    /** Who is told, or of what, has changed on this node. */
    changed: () => void known.forget('all'),
    async close(): Promise<void> {
      for (const stop of off) stop();
      await Promise.all(running);
    },
  };
}

function concerns(news: News, { agentId, isOffline }: Reachable): boolean {
  return news.for === 'everybody' ? !isOffline : news.for.includes(agentId);
}

function byOrganization(all: readonly Reachable[]): ReadonlyMap<string, Reachable[]> {
  const found = new Map<string, Reachable[]>();
  for (const one of all) found.set(one.organizationId, [...(found.get(one.organizationId) ?? []), one]);
  return found;
}
