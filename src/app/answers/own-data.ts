// What the AI may tell a customer of their own, put together from those who know: objects, proofs of identity, codes by mail, memory.
import { nobody } from '../../customers/links';
import { createProvedCustomers } from '../../customers/identity-proof';
import { dataSettings } from '../../protocol/object-settings';
import { createFind, LookupFailed } from '../../ai-tools/find-object';
import { createMcpClient } from '../../ai-tools/mcp-client';
import { createOffer } from '../../ai-tools/offer';
import type { McpServerRow, NewToolCall } from '../../ai-tools/store';
import { createOwnData } from '../../responder/own-data/own-data';
import { createToolbox } from '../../responder/own-data/toolbox';
import { rememberBriefly } from '../../tools/remember-briefly';
import type { ChannelTraffic } from '../channels/channel-traffic';
import type { Parts } from '../parts';
import { createNameOf, createRecalled } from './remembered';

type Given = Parts & Pick<ChannelTraffic, 'identityCodes' | 'mailChannelOf'>;

/** On other nodes a type that nobody had is asked about after so long. */
const rememberedMs = 3_000;
/** Open ones of one customer, more than anybody is asked to choose from. */
const mostOpen = 20;
const mostTools = 50;

/** What an organization's own server said of itself may be read by its agents; a fault of ours may not. */
function withoutInternals<A extends unknown[], R>(log: Parts['log'], find: (...asked: A) => Promise<R>) {
  return (...asked: A): Promise<R> =>
    find(...asked).catch((error: unknown) => {
      if (error instanceof LookupFailed) throw error;
      log.error({ err: error }, 'could not look up what a customer asks of their own');
      throw new Error('it could not be looked up.');
    });
}

export function buildOwnData(parts: Given) {
  const { tables, settingsReader, identityCodes, events } = parts;
  const types = rememberBriefly<string[]>({ milliseconds: rememberedMs, cap: 10_000 });
  events.on('customer', ({ organizationId }) => void types.forget(organizationId));
  const toolsOf = async (organizationId: string) =>
    (await tables.tools.list(organizationId, {}, { limit: mostTools })).items.filter((one) => one.isActive);
  const serversOf = createServersOf(parts);
  const record = createRecord(parts);
  const lookups = {
    fetch: parts.fetch,
    toolsOf,
    pushed: tables.objects.find,
    identitiesOf: createIdentitiesOf(parts),
    record,
  };
  const common = {
    types: (organizationId: string) =>
      types.get(organizationId, async () => {
        const pushed = await tables.objects.types(organizationId);
        return [...new Set([...pushed, ...(await toolsOf(organizationId)).map((one) => one.objectType)])];
      }),
    settings: async (organizationId: string) =>
      (await settingsReader.read(organizationId, 'answers', dataSettings))?.objects ?? {},
    proved: createProvedCustomers(tables.links),
  };
  const open = (organizationId: string, asked: { customerIds: readonly string[]; type: string }) =>
    tables.objects.open(organizationId, { ...asked, limit: mostOpen });
  const own = {
    recalled: createRecalled(parts),
    prepareOwnData: common.types,
    ownData: createOwnData({
      ...common,
      find: withoutInternals(parts.log, createFind(lookups)),
      open: ({ organizationId, ...asked }) => open(organizationId, asked),
      codes: {
        canSend: async (organizationId) => (await parts.mailChannelOf(organizationId)) !== undefined,
        send: (asked) =>
          void sendCode(parts, asked).catch((error: unknown) =>
            parts.log.warn({ err: error }, 'could not send a code to who asks for their own data'),
          ),
        settled: identityCodes.settled,
      },
    }),
    toolbox: createToolbox({
      ...common,
      offersAnything: async (organizationId) =>
        (await common.types(organizationId)).length > 0 || (await serversOf(organizationId)).length > 0,
      offer: createOffer({
        ...lookups,
        pushedTypes: tables.objects.types,
        open,
        serversOf,
        client: createMcpClient(parts.fetch),
      }),
      record,
    }),
  };
  return { own, nameOf: createNameOf(parts) };
}

export type OwnDataParts = ReturnType<typeof buildOwnData>;

/** What an organization declares, and what came of it. */
export const declaredTools = ({ tables, fetch }: Pick<Parts, 'tables' | 'fetch'>) => ({
  tools: tables.tools,
  mcpServers: tables.mcpServers,
  mcpClient: createMcpClient(fetch),
  toolCalls: tables.toolCalls,
});

const createRecord =
  ({ tables, log }: Given) =>
  (call: NewToolCall) =>
    void tables.toolCalls
      .record(call)
      .catch((error: unknown) => log.warn({ err: error }, 'could not record a tool call'));

/** Those that are switched on. */
function createServersOf({ tables }: Given) {
  const servers = rememberBriefly<McpServerRow[]>({ milliseconds: rememberedMs, cap: 10_000 });
  return (organizationId: string) =>
    servers.get(organizationId, async () => {
      const { items } = await tables.mcpServers.list(organizationId, {}, { limit: mostTools });
      return items.filter((one) => one.isActive);
    });
}

/** What is proved of the writer, and not only written down. */
function createIdentitiesOf({ tables }: Given) {
  return async (organizationId: string, customerIds: readonly string[]) => {
    const identities = await tables.links.identities(organizationId, customerIds);
    const of = (kind: 'external' | 'email' | 'phone') =>
      identities.find((one) => one.kind === kind && one.provedBy !== 'none')?.value;
    const [externalId, email, phone] = [of('external'), of('email'), of('phone')];
    return {
      ...(externalId !== undefined && { externalId }),
      ...(email !== undefined && { email }),
      ...(phone !== undefined && { phone }),
    };
  };
}

/** To whoever the organization knows by this address. Whether there is anybody, nobody hears. */
async function sendCode(
  { tables, stores, identityCodes }: Given,
  { organizationId, customerId, email }: { organizationId: string; customerId: string; email: string },
): Promise<void> {
  await stores.realtime.rateLimits.take('identity_code', customerId);
  const { items } = await tables.customers.list(organizationId, { email }, { limit: 10 });
  const known: string[] = [];
  for (const { id, externalId } of items) {
    if (id === customerId) continue;
    const identities = await tables.customers.identities(organizationId, id);
    // What an anonymous visitor typed makes nobody's address theirs.
    if (externalId !== undefined || identities.some(({ kind, value }) => kind === 'email' && value === email))
      known.push(id);
  }
  const { items: owned } = await tables.objects.list(organizationId, { customerIds: known }, { limit: 1 });
  const provedCustomerId = owned[0]?.customerId ?? known[0];
  if (provedCustomerId === undefined) return;
  const place = { organizationId, customerId, provedCustomerId };
  await identityCodes.send(place, { kind: 'email', value: email }, nobody);
}
