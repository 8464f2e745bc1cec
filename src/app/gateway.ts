// The sockets, with what they ask of the core and the features.
import { randomUUID } from 'node:crypto';
import proxyAddress from 'proxy-addr';
import { presentCustomer } from '../api/present';
import type { createWeb } from '../channels/web/web';
import type { GatewayOptions } from '../gateway/deps';
import { createGateway } from '../gateway/gateway';
import type { SessionState } from '../sessions/session';
import type { MessageLog } from '../sessions/store';
import { createCoalescedRuns } from '../tools/coalesced-run';
import { createTeamRulesOf } from './channels/channel-rules';
import type { Parts } from './parts';
import { createTemplateContent } from './channels/template-content';
import { createTeamLookup } from './teams';

/** What channels take now, and how they hear that somebody writes. */
function channelHints(
  parts: Pick<Parts, 'channelList' | 'stores' | 'tables' | 'events' | 'sessions' | 'templates' | 'lookups'>,
) {
  return {
    rulesOf: createTeamRulesOf(parts),
    templateContent: createTemplateContent(parts),
    agentWrites: (session: SessionState) => parts.events.emit('typing', { session }),
  };
}

export function buildGateway({
  config,
  log,
  stores,
  events,
  tables,
  sessions,
  routing,
  identity,
  customers,
  files,
  links,
  pictures,
  channelsNow,
  channelList,
  templates,
  lookups,
  mentions,
  visits,
  web,
}: Parts & { web: ReturnType<typeof createWeb> }) {
  const adapter = stores.redis?.adapterClients();
  return createGateway({
    web,
    sessions,
    events,
    verifyAccessToken: identity.verifyAccessToken,
    forgetUser: identity.forget,
    renewVisitor: identity.renew,
    leaveContact: ({ organizationId, customer }, contact) =>
      customers.leaveContact(organizationId, customer.id, contact),
    noteVisit: ({ organizationId, customer }, news) => visits.note(organizationId, customer.id, news),
    channelsNow,
    routing,
    ...channelHints({ channelList, stores, tables, events, sessions, templates, lookups }),
    async customer(organizationId, customerId) {
      const { customer, identities } = await customers.withIdentities(organizationId, customerId);
      return { ...presentCustomer(customer), identities };
    },
    agent: tables.agents.get,
    team: createTeamLookup({ tables }),
    takeAttachments: ({ organizationId, id }, taking) => files.take({ organizationId, id }, taking),
    mentions,
    pictureOf: pictures.urlOf,
    withLinks: links.withLinks,
    ...listsOf(tables),
    heads: createHeads(stores.documents.messages),
    ...acrossOf(stores.postgres.crossTenant),
    ...realtimeOf(stores),
    ...(adapter && {
      redis: { publisher: adapter.pub, subscriber: adapter.sub, areReady: adapter.areReady },
    }),
    log,
    options: optionsOf(config),
  });
}

function optionsOf({ rateLimits, trustProxy }: Parts['config']): GatewayOptions {
  const trusted = proxyAddress.compile(trustProxy);
  return {
    node: randomUUID(),
    rateLimits,
    addressOf: (request) => proxyAddress(request, trusted),
    fromProxy: ({ socket }) => trusted(socket.remoteAddress ?? '', 0),
  };
}

const realtimeOf = ({ realtime }: Parts['stores']) => ({
  connections: realtime.connections,
  activeSessions: realtime.activeSessions,
  context: realtime.context,
  limits: realtime.rateLimits,
});

/** What is asked of all organizations at once. */
const acrossOf = ({ begunSince, blockedNow, awaitedTeams }: Parts['stores']['postgres']['crossTenant']) => ({
  begunSince,
  blockedNow,
  awaitedTeams,
});

function listsOf({ rows: { counts, queue, waiting } }: Parts['tables']) {
  // All who come at once, as after a node is gone, are served by two walks, and none of them waits for more.
  const walks = createCoalescedRuns(counts);
  return { counts: async (organizationId: string) => (await walks.run(organizationId))!, queue, waiting };
}

function createHeads({ heads }: Pick<MessageLog, 'heads'>) {
  return async (sessionIds: string[]): Promise<ReadonlyMap<string, number>> => {
    const found = await heads({ sessionIds });
    return new Map(found.map(({ sessionId, headSeq }) => [sessionId, headSeq]));
  };
}
