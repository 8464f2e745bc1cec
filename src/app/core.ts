import { DomainError } from '../errors';
import { createAudit } from '../audit/audit';
import { createSettingsReader } from '../identity/settings-reader';
import { routingSettings } from '../protocol/routing';
import { createBornAs } from './channels/channel-rules';
import { createRouting, type Routing, type RoutingDeps } from '../routing/routing';
import { detectIn } from '../responder/understanding/detect-in-message';
import type { AgentRef } from '../sessions/commands';
import type { MergeTurn } from '../sessions/merging/merge';
import { createSessions, type SessionsService } from '../sessions/sessions';
import type { Base } from './base';
import { createHandoverWords } from './channels/handover-words';
import { createSlaPolicies, slaProjection } from './conversations/sla-policies';
import { createRatingWords } from './channels/rating-words';

/**
 * The core asks routing who gets a session; routing gives the core commands: each has the other as functions.
 * @param timing milliseconds
 */
export function buildCore(base: Base, timing: { graceMs: number; stillMinuteMs?: number }) {
  const { log, stores, events, tables, channelList } = base;
  const mergeTurn: MergeTurn = (organizationId, work) =>
    stores.postgres.changeTurn(organizationId, 'merges', work);
  const slaPolicies = createSlaPolicies(stores.postgres.crossTenant);
  const sessions = createSessions({
    log: stores.documents.messages,
    rows: tables.rows,
    projection: slaProjection(stores.postgres.crossTenant, slaPolicies),
    events,
    logger: log,
    bornAs: createBornAs(channelList, stores.postgres.now),
    withSla: slaPolicies.now,
    mergeTurn,
    handoverWords: createHandoverWords(base, (agents) => routing.onlineAmong(agents)),
    ratingWords: createRatingWords(base),
    detectIn,
    now: stores.postgres.now,
    assign: (organizationId, wanted, record) => routing.assign(organizationId, wanted, record),
  });
  const routing: Routing = createRouting({
    statuses: stores.realtime.statuses,
    connections: stores.realtime.connections,
    listAgents: tables.agents.list,
    saveStatus: tables.agents.saveStatus,
    ...automaticAway(base, timing),
    assignmentTurn: stores.postgres.assignmentTurn,
    weightOf: (type) => channelList.get(type)?.weight ?? 1,
    sessions,
    events,
    log,
    graceMs: timing.graceMs,
  });
  return { sessions, routing, slaPolicies, mergeTurn };
}

/** What nobody chose stands in the audit log. */
function automaticAway(
  { stores, tables, log }: Base,
  { stillMinuteMs }: { stillMinuteMs?: number },
): Pick<RoutingDeps, 'awayRules' | 'leaveOnline' | 'comeBack' | 'recordAway' | 'minuteMs'> {
  const settings = createSettingsReader(tables.settings);
  const audit = createAudit({
    log: stores.documents.auditLogs,
    onError: (error) => log.error({ err: error }, 'could not record that an agent is away or back'),
  });
  return {
    awayRules: async (organizationId) =>
      (await settings.read(organizationId, 'routing', routingSettings)) ?? routingSettings.parse({}),
    leaveOnline: tables.agents.leaveOnline,
    comeBack: tables.agents.comeBack,
    recordAway: ({ organizationId, agentId, awayReason }) =>
      audit.record({
        organizationId,
        actor: { kind: 'system', name: 'Parley' },
        action: awayReason ? `agents.away-${awayReason}` : 'agents.back',
        resource: 'agents',
        resourceId: agentId,
      }),
    ...(stillMinuteMs !== undefined && { minuteMs: stillMinuteMs }),
  };
}

export type Core = ReturnType<typeof buildCore>;

/** What people may ask for: whoever chose 'offline', or may not sign in any more, gets no session. */
export function withoutOffline({ sessions, routing }: Pick<Core, 'sessions' | 'routing'>): SessionsService {
  async function refuse(organizationId: string, agent: AgentRef): Promise<void> {
    await routing.refuseOffline(agent);
    await routing.refuseDeactivated(organizationId, agent);
  }
  const mayHold = (organizationId: string, agent: AgentRef): Promise<boolean> =>
    refuse(organizationId, agent).then(
      () => true,
      (error: unknown) => {
        if (error instanceof DomainError && error.code === 'conflict') return false;
        throw error;
      },
    );
  return {
    ...sessions,
    async claim(input) {
      await refuse(input.organizationId, input.agent);
      return sessions.claim(input);
    },
    async reopen(input) {
      await refuse(input.organizationId, input.agent);
      return sessions.reopen(input);
    },
    async merge(input) {
      const { kind, id, name = '' } = input.by;
      if (kind === 'agent' && id !== undefined) await refuse(input.organizationId, { id, name });
      return sessions.merge(input);
    },
    separate: (input) =>
      sessions.separate({ ...input, mayHold: (agent) => mayHold(input.organizationId, agent) }),
    async transfer(input) {
      if ('agent' in input.to) await refuse(input.organizationId, input.to.agent);
      return sessions.transfer(input);
    },
  };
}
