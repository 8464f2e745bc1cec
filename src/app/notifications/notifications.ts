// Who is told of what without a console: by mail from the organization's own mailbox, and by pushes to devices.
import { createSendLetter } from '../../channels/outbound/send-letter';
import { createNotificationChoices } from '../../notifications/choices';
import { createNewsMails } from '../../notifications/mails';
import { createNotifier } from '../../notifications/notifier';
import { buildPushes } from './pushes';
import type { ChannelTraffic } from '../channels/channel-traffic';
import type { Parts } from '../parts';

export type Notifications = ReturnType<typeof buildNotifications>;

const noMailbox = 'There is no mailbox that sends: an admin connects one under Settings, Channels.';

export function buildNotifications(parts: Parts & { traffic: ChannelTraffic }) {
  const { config, stores, tables, events, queue, sessions, log, traffic } = parts;
  const hasMailbox = async (organizationId: string) =>
    (await traffic.mailChannelOf(organizationId)) !== undefined;
  const mails = createNewsMails({
    store: tables.mailNews,
    enqueue: (organizationId, agentId, at) =>
      queue.add('news-mail', { organizationId, agentId }, { key: `news-mail:${agentId}`, at }),
    connected: (agentIds) => stores.realtime.connections.connected(agentIds),
    session: sessions.get,
    hasMailbox,
    letter: createSendLetter({
      channels: parts.channelList,
      mailChannelOf: traffic.mailChannelOf,
      tried: traffic.health.tried,
      onError: (err) => log.warn({ err }, 'could not mail to an agent what waits for them'),
    }),
    publicUrl: config.publicUrl,
  });
  const { pushes, devices } = buildPushes(parts, {
    changed: (organizationId) => notifier.changed(organizationId),
    pushAgain: (news) => notifier.pushAgain(news),
  });
  const notifier = createNotifier({
    events,
    reachable: stores.postgres.crossTenant.reachableAgents,
    mail: mails.keep,
    push: pushes.tell,
    log,
  });
  const choices = createNotificationChoices({
    store: tables.notificationChoices,
    changed: notifier.changed,
  });
  return {
    ...choices,
    whyNoMail: async (organizationId: string) => ((await hasMailbox(organizationId)) ? undefined : noMailbox),
    mails,
    pushes,
    devices,
    expirePushes: async (organizationId: string) =>
      (await tables.pushNews.expire(organizationId)) + (await tables.pushDevices.expire(organizationId)),
    close: notifier.close,
  };
}
