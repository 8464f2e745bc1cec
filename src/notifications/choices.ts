// What an agent wants to be told of, by kind and way.
import {
  isWantedFirst,
  newsKinds,
  newsWays,
  type NewsKind,
  type NewsWay,
  type NotificationChange,
  type NotificationChoices,
} from '../protocol/notifications';
import type { Choice, ChoiceStore } from './store';

export function wants(choices: readonly Choice[], kind: NewsKind, way: NewsWay): boolean {
  const chosen = choices.find((one) => one.kind === kind && one.way === way);
  return chosen?.wanted ?? isWantedFirst(way);
}

export function allChoices(choices: readonly Choice[]): NotificationChoices {
  const waysOf = (kind: NewsKind) =>
    Object.fromEntries(newsWays.map((way) => [way, wants(choices, kind, way)])) as Record<NewsWay, boolean>;
  return Object.fromEntries(newsKinds.map((kind) => [kind, waysOf(kind)])) as NotificationChoices;
}

export interface NotificationChoicesDeps {
  store: ChoiceStore;
  /** Who is told without a console may have changed. */
  changed(organizationId: string): void;
}

export function createNotificationChoices({ store, changed }: NotificationChoicesDeps) {
  const get = async (organizationId: string, agentId: string) =>
    allChoices(await store.get(organizationId, agentId));
  return {
    get,
    async change(
      organizationId: string,
      agentId: string,
      change: NotificationChange['choices'],
    ): Promise<NotificationChoices> {
      const choices = newsKinds.flatMap((kind) =>
        newsWays.flatMap((way) => {
          const wanted = change[kind]?.[way];
          return wanted === undefined ? [] : [{ kind, way, wanted }];
        }),
      );
      if (choices.length > 0) await store.set(organizationId, agentId, choices);
      changed(organizationId);
      return get(organizationId, agentId);
    },
  };
}
