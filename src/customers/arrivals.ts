// Customers as they come in: through a channel, unknown or vouched for.
import type { EventBus } from '../events';
import { attributesOf, differs, displayName, type Known } from './known-attributes';
import { nobody, type AutomaticLink } from './links';
import { e164 } from './phone';
import type {
  Customer,
  CustomerAttributes,
  CustomerIdentity,
  CustomerStore,
  IdentityKey,
  Proof,
} from './store';

/** What is shown of a customer beside its messages. */
export interface CustomerBrief {
  id: string;
  name?: string;
  verified: boolean;
  /** An e-mail address or a phone number is known. */
  reachable?: true;
  /** What they write is refused. */
  blocked?: true;
}

export interface ArrivalDeps {
  store: CustomerStore;
  events: Pick<EventBus, 'emit'>;
  /** Makes one person of two customers, where nothing speaks against it. */
  link(found: AutomaticLink): Promise<void>;
  /** The store has made one person of two customers. */
  linked(found: AutomaticLink): Promise<void>;
  proved(by: Proof): Proved;
  /** Undefined when there is no such customer, or it was erased. */
  change: CustomerStore['update'];
}

export type Proved = Pick<CustomerIdentity, 'provedBy' | 'provedAt'>;

export function createArrivals(deps: ArrivalDeps) {
  const { store, change, proved, link } = deps;
  return {
    /** A browser that had something to say, and then signed in. */
    signedIn: (organizationId: string, customerId: string, anonymousId: string): Promise<void> =>
      link({ organizationId, customerId, otherId: anonymousId, evidence: 'jwt' }),

    async createAnonymous(organizationId: string): Promise<CustomerBrief> {
      return { id: (await store.create(organizationId, {})).id, verified: false };
    },

    /** The customer that an organization vouches for; what it signed replaces what was typed. */
    async verified(organizationId: string, signed: Known & { externalId: string }): Promise<CustomerBrief> {
      const attributes = attributesOf(signed);
      const external = { kind: 'external' as const, value: signed.externalId, ...proved('jwt') };
      const { customer } = await store.findOrCreate(organizationId, external, {});
      if (!differs(customer, attributes)) return brief(customer, true);
      // What was signed is written down last: whoever breaks off before that does all of it at the next sign-in.
      await addSigned(deps, organizationId, { ...signed, customerId: customer.id });
      return brief((await change(organizationId, customer.id, attributes)) ?? customer, true);
    },

    ...createChannelArrivals(deps),
  };
}

/** Through a channel, which proves who they are. */
function createChannelArrivals(deps: ArrivalDeps) {
  const { store, events, proved, link, linked } = deps;
  return {
    /**
     * The customer behind what a channel has proved: its WhatsApp number, the sender of a mail. What is new of it is noted.
     * Words from before an erasure bring nobody back: `erased`.
     */
    async fromChannel(
      place: { organizationId: string; channelId: string; writtenBefore: string },
      given: readonly [ChannelIdentity, ...ChannelIdentity[]],
      { isUnproved = false, ...known }: Pick<Known, 'name'> & { isUnproved?: boolean } = {},
    ): Promise<{ id: string; erased?: true }> {
      const { organizationId } = place;
      const first = onChannel(place.channelId, given[0]);
      const identities = [first, ...given.slice(1).map((one) => onChannel(place.channelId, one))];
      const found = await findSender(deps, place, identities);
      const gone = found ? undefined : await store.erasedWith(organizationId, identities);
      if (gone && place.writtenBefore <= gone.erasedAt) return { id: gone.customerId, erased: true };
      const proof = proved(isUnproved ? 'none' : 'channel');
      const isContact = first.kind === 'phone' || first.kind === 'email';
      const attributes = attributesOf({ ...(isContact && { [first.kind]: first.value }), ...known });
      const id = !found
        ? (await store.findOrCreate(organizationId, { ...first, ...proof }, attributes)).customer.id
        : found.signed && !isUnproved
          ? await takeSigned(deps, place, { ...found, signed: found.signed, attributes })
          : found.customerId;
      const news = found?.unknown ?? identities.slice(1);
      for (const identity of news) await store.addIdentity(organizationId, id, { ...identity, ...proof });
      if (found && news.length > 0) events.emit('customer', { organizationId, customerId: id });
      return { id };
    },

    /** The same person under another address; the customer, when there is one. */
    async replaceIdentity(
      { organizationId, channelId }: { organizationId: string; channelId: string },
      from: ChannelIdentity,
      to: ChannelIdentity,
    ): Promise<string | undefined> {
      const done = await store.replaceIdentity(organizationId, onChannel(channelId, from), {
        to: { ...onChannel(channelId, to), ...proved('channel') },
        by: nobody,
      });
      const { customerId, otherId, linkedId } = done ?? {};
      if (customerId !== undefined) events.emit('customer', { organizationId, customerId });
      // A number may have been somebody else's; a user id of WhatsApp never was.
      if (customerId !== undefined && otherId !== undefined && to.kind === 'whatsapp')
        await link({ organizationId, customerId, otherId, evidence: 'channel' });
      if (customerId !== undefined && linkedId !== undefined)
        await linked({ organizationId, customerId: linkedId, otherId: customerId, evidence: 'jwt' });
      return customerId;
    },
  };
}

/** Numbers are given out again, user ids of WhatsApp are not: who has another one is not who had the number before. */
async function findSender(
  { store, events }: ArrivalDeps,
  place: { organizationId: string; channelId: string },
  identities: readonly IdentityKey[],
): ReturnType<CustomerStore['findByIdentities']> {
  const { organizationId } = place;
  const found = await store.findByIdentities(organizationId, identities);
  const [phone, userId] = (['phone', 'whatsapp'] as const).map((kind) =>
    identities.find((one) => one.kind === kind),
  );
  if (!found || !phone || !userId || found.known.some(({ kind }) => kind === 'whatsapp')) return found;
  const customerId = await store.giveUpNumber(place, { phone: phone.value, userId: userId.value });
  if (customerId === undefined) return found;
  events.emit('customer', { organizationId, customerId });
  return store.findByIdentities(organizationId, identities);
}

/** What was only signed is theirs who write from it; whoever signed it is linked. */
async function takeSigned(
  { store, proved, linked }: ArrivalDeps,
  place: { organizationId: string; channelId: string },
  found: { signed: ChannelIdentity; customerId: string; attributes: CustomerAttributes },
): Promise<string> {
  const { customerId, attributes } = found;
  const identity = { ...found.signed, ...proved('channel') };
  const taken = await store.splitOff(place, identity, { customerId, attributes, by: nobody });
  const { organizationId } = place;
  if (taken.linkedId !== undefined)
    await linked({ organizationId, customerId: taken.linkedId, otherId: taken.customerId, evidence: 'jwt' });
  return taken.customerId;
}

/** What is signed and proved of somebody else already says that both are one person. */
async function addSigned(
  { store, proved, link }: ArrivalDeps,
  organizationId: string,
  { customerId, email, phone }: Known & { customerId: string },
): Promise<void> {
  const number = phone === undefined ? undefined : e164(phone);
  const identities = [
    ...(email === undefined ? [] : [{ kind: 'email' as const, value: email }]),
    ...(number === undefined ? [] : [{ kind: 'phone' as const, value: number }]),
  ];
  for (const identity of identities) {
    const holder = await store.addIdentity(organizationId, customerId, { ...identity, ...proved('jwt') });
    if (holder && holder.customerId !== customerId && holder.provedBy === 'channel')
      await link({ organizationId, customerId, otherId: holder.customerId, evidence: 'jwt' });
  }
}

type ChannelIdentity = Pick<CustomerIdentity, 'kind' | 'value'>;

/** A number or an address is one everywhere; a user id of WhatsApp only within a business account. */
const onChannel = (channelId: string, { kind, value }: ChannelIdentity): IdentityKey => ({
  kind,
  value,
  ...(kind === 'whatsapp' && { channelId }),
});

function brief(customer: Customer, verified: boolean): CustomerBrief {
  const name = displayName(customer);
  const reachable = (customer.email || customer.phone) && { reachable: true as const };
  const blocked = customer.blocked && { blocked: true as const };
  return { id: customer.id, ...(name && { name }), verified, ...reachable, ...blocked };
}
