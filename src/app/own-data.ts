// What the AI may tell a customer of their own, put together from those who know: objects, proofs of identity, codes by mail.
import { nobody } from '../customers/links';
import { createProvedCustomers } from '../customers/proved';
import { dataSettings } from '../protocol/object-settings';
import { createOwnData } from '../responder/own-data/own-data';
import { rememberBriefly } from '../tools/remember-briefly';
import type { ChannelTraffic } from './channel-traffic';
import type { Parts } from './parts';

type Given = Parts & Pick<ChannelTraffic, 'identityCodes' | 'mailChannelOf'>;

/** On other nodes a type that nobody had is asked about after so long. */
const rememberedMs = 3_000;
/** Open ones of one customer, more than anybody is asked to choose from. */
const mostOpen = 20;

export function buildOwnData(parts: Given) {
  const { tables, settingsReader, identityCodes, events } = parts;
  const types = rememberBriefly<string[]>({ milliseconds: rememberedMs, cap: 10_000 });
  events.on('customer', ({ organizationId }) => void types.forget(organizationId));
  return createOwnData({
    types: (organizationId) => types.get(organizationId, () => tables.objects.types(organizationId)),
    settings: async (organizationId) =>
      (await settingsReader.read(organizationId, 'answers', dataSettings))?.objects ?? {},
    proved: createProvedCustomers(tables.links),
    find: ({ organizationId, ...asked }) => tables.objects.find(organizationId, asked),
    open: ({ organizationId, ...asked }) =>
      tables.objects.open(organizationId, { ...asked, limit: mostOpen }),
    codes: {
      canSend: async (organizationId) => (await parts.mailChannelOf(organizationId)) !== undefined,
      send: (asked) =>
        void sendCode(parts, asked).catch((error: unknown) =>
          parts.log.warn({ err: error }, 'could not send a code to who asks for their own data'),
        ),
      settled: identityCodes.settled,
    },
  });
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
