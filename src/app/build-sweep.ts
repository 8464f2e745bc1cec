// What the sweep does, from those who do it.
import { createAbandonedWaits } from '../jobs/abandoned-waits';
import { createSnoozed } from '../jobs/snoozed-sessions';
import { createSweep, type SweepReport } from '../jobs/sweep';
import { createUnanswered } from '../jobs/unanswered-chats';
import { say } from '../protocol/server-texts/said';
import { handOverOverdue } from '../responder/overdue-handover';
import type { UnansweredChat } from '../sessions/store';
import { enqueueChanges } from './conversations/automations';
import type { ChannelTraffic } from './channels/channel-traffic';
import type { Notifications } from './notifications/notifications';
import type { Parts } from './parts';
import { buildSlaWatch } from './conversations/build-sla-watch';
import { visitedChannelTypes } from './channels/visited-channels';

/** Sessions that one sweep has the rules look at. */
const rulesAtOnce = 200;
/** Past the AI's own deadline, before the sweep steps in. */
const sweepMarginMs = 1_000;

type SweepParts = Parts & { traffic: ChannelTraffic; notifications: Notifications };

export function buildSweep(parts: SweepParts, onReport: (report: SweepReport) => void) {
  const { config, log, stores, makePacket, sessions, routing } = parts;
  return createSweep({
    messages: stores.documents.messages,
    projection: stores.postgres.crossTenant,
    repair: sessions.repair,
    nameResponders: sessions.nameResponders,
    writeRows: sessions.writeRows,
    handOver: (session) => handOverOverdue({ ...sessions, makePacket }, session),
    checkHolders: routing.checkHolders,
    returnUnanswered: createUnanswered({
      projection: stores.postgres.crossTenant,
      async isAnswering({ id, agentId }) {
        const { typing } = await stores.realtime.context.get(id);
        return agentId !== undefined && typing.includes(agentId);
      },
      warn: (session, returnsAt) => parts.events.emit('unanswered', { session, returnsAt }),
      giveBack: (chat) => giveBack({ sessions, routing }, chat),
    }),
    watchSla: buildSlaWatch(parts),
    wakeSnoozed: createSnoozed({
      projection: stores.postgres.crossTenant,
      sessions,
      connected: routing.connected,
      now: stores.postgres.now,
    }),
    markGone: createAbandonedWaits({
      channelTypes: visitedChannelTypes(parts),
      projection: stores.postgres.crossTenant,
      connected: (customerIds) => stores.realtime.connections.connected(customerIds, 'customer'),
      marked: (session) => parts.events.emit('session', { session: sessions.newest(session) }),
      moved: (organizationId) => parts.events.emit('queue', { organizationId }),
    }),
    async wakeRules() {
      for (const at of await stores.postgres.crossTenant.rules.toLook(rulesAtOnce))
        await parts.queue.add('rules', at, { key: `rules:${at.sessionId}` });
      for (const id of await stores.postgres.crossTenant.rules.toTell(rulesAtOnce))
        await enqueueChanges(parts, id);
    },
    finishMerges: sessions.finishMerges,
    closeBlocked: parts.blocks.closeLeftOpen,
    enqueueScheduled: parts.scheduled.enqueueLost,
    findLostPushes: parts.notifications.pushes.findLost,
    sweepInbox: parts.traffic.sweepInbox,
    sweepDeliveries: parts.traffic.delivery.sweep,
    connected: routing.connected,
    claimNext: routing.claimNext,
    expireMemory: () => stores.documents.memory.expire(new Date()),
    deadlineMs: config.ai.deadlineMs + sweepMarginMs,
    now: stores.postgres.now,
    log,
    onReport,
  });
}

/** Whoever let it run out may be away from then on; where that fails, their next one says it again. */
async function giveBack(
  { sessions, routing }: Pick<Parts, 'sessions' | 'routing'>,
  { session, opened }: UnansweredChat,
): Promise<void> {
  const { organizationId, id: sessionId, agentId, agentName } = session;
  const { metadata } = await sessions.transfer({
    organizationId,
    sessionId,
    ...(agentId !== undefined && { from: agentId }),
    by: { kind: 'system' },
    to: { queue: true },
    action: 'agent_left',
    reason: agentName
      ? say(opened ? 'not_answered' : 'not_opened', { agent: agentName })
      : say(opened ? 'some_agent_not_answered' : 'some_agent_not_opened'),
    unanswered: true,
  });
  if (agentId !== undefined && metadata['unansweredBy'] === agentId)
    await routing.letRunOut({ organizationId, agentId });
}
