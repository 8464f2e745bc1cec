// Tells whoever has no console open. A leaf of the bells: it writes rows and rings jobs. Of what a crash loses before that
// the sweep finds who waits.
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
/** Organizations; who is reachable in the others is read again. */
const rememberedAtOnce = 5_000;

export type Notifier = ReturnType<typeof createNotifier>;

export function createNotifier({ events, reachable, mail, push, log }: NotifierDeps) {
  const known = rememberBriefly<Reachable[]>({ milliseconds: rememberedMs, cap: rememberedAtOnce });
  const running = new Set<Promise<void>>();

  /** Read only for news, and of their organization. */
  async function concernedBy(news: News): Promise<Reachable[]> {
    const { organizationId } = news;
    const all = await known.get(organizationId, () => reachable(organizationId));
    return all.filter((one) => concerns(news, one));
  }

  async function pushTo(whom: readonly Reachable[], news: News): Promise<void> {
    const devices = whom
      .filter(({ choices }) => wants(choices, news.kind, 'push'))
      .flatMap((one) => one.devices);
    if (devices.length > 0) await push(news, devices);
  }

  /** Never rejects. */
  async function tell(news: News): Promise<void> {
    try {
      const whom = await concernedBy(news);
      if (whom.length === 0) return;
      await pushTo(whom, news);
      const byMail = whom.filter(({ choices }) => wants(choices, news.kind, 'mail'));
      if (byMail.length > 0)
        await mail(
          news,
          byMail.map(({ agentId }) => agentId),
        );
    } catch (err) {
      log.warn({ err, kind: news.kind }, 'could not tell whoever has no console open');
    }
  }

  function heard(news: News | undefined): void {
    if (!news) return;
    const work = tell(news);
    running.add(work);
    void work.then(() => running.delete(work));
  }

  const off = [
    events.on('message', (bell) => heard(newsOfMessage(bell))),
    events.on('unanswered', (bell) => heard(newsOf.unanswered(bell))),
    events.on('dueSoon', (bell) => heard(newsOf.dueSoon(bell))),
    events.on('mentioned', (bell) => heard(newsOf.mentioned(bell))),
    events.on('mentionedInNote', (bell) => heard(newsOf.mentionedInNote(bell))),
    events.on('notSent', (bell) => heard(newsOf.notSent(bell))),
  ];

  return {
    /** Who is told, or of what, has changed on this node. */
    changed: (organizationId: string) => void known.forget(organizationId),
    /** By push alone, of what a lost bell told nobody. */
    pushAgain: async (news: News) => pushTo(await concernedBy(news), news),
    async close(): Promise<void> {
      for (const stop of off) stop();
      await Promise.all(running);
    },
  };
}

function concerns(news: News, { agentId, isOffline }: Reachable): boolean {
  return news.for === 'everybody' ? !isOffline : news.for.includes(agentId);
}
