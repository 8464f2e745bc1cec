// Visitors: customers of a web channel. A visitor token is bound to one channel and one customer;
// an anonymous one is never merged into a known customer, a signed identity gets a token of its own.
import { DomainError } from '../errors';
import type { SessionState } from '../sessions/session';
import type { Visitor } from './principal';
import { rememberBriefly } from '../tools/remember-briefly';
import { randomSecret, sha256 } from './secrets';
import type { ChannelByKey, CustomerDirectory, IdentityLookups, IdentityStore } from './store';
import { readIdentity, unauthenticated } from './tokens';

export interface BusinessHours {
  open: boolean;
  /** ISO 8601; only while closed. */
  opensAt?: string;
}

export interface VisitorChannel {
  id: string;
  name: string;
  greeting?: string;
  businessHours?: BusinessHours;
  suggestedQuestions?: string[];
}

export interface OpenVisitor {
  channelKey: string;
  visitorToken?: string;
  identity?: string;
}

export interface OpenedVisitor {
  visitorToken: string;
  visitor: Visitor;
  channel: VisitorChannel;
  /** The newest session that the look brought; null: the customer is new and has none. */
  seen?: SessionState | null;
}

interface VisitorsDeps {
  lookups: IdentityLookups;
  store: IdentityStore;
  customers: CustomerDirectory;
  businessHours?: (organizationId: string) => Promise<BusinessHours | undefined>;
}

export function createVisitors({ lookups, store, customers, businessHours }: VisitorsDeps) {
  const channels = rememberBriefly<ChannelByKey | undefined>({ milliseconds: 3_000, cap: 1_000 });

  async function webChannel(key: string): Promise<ChannelByKey> {
    const channel = key.trim() === '' ? undefined : await channels.get(key, () => lookups.channelByKey(key));
    if (!channel?.isActive || channel.type !== 'web')
      throw new DomainError('not_found', 'There is no active channel with this key.');
    return channel;
  }

  async function byToken(token: unknown): Promise<{ visitor: Visitor; seen?: SessionState }> {
    if (typeof token !== 'string' || token.trim() === '') throw unauthenticated();
    const found = await lookups.visitorByTokenHash(sha256(token));
    if (!found?.channel.isActive) throw unauthenticated();
    const { organizationId, channel, customer, session } = found;
    return {
      visitor: { organizationId, channelId: channel.id, customer },
      ...(session && { seen: session }),
    };
  }

  async function issue(channel: ChannelByKey, customer: Visitor['customer']) {
    const visitorToken = randomSecret();
    const visitor: Visitor = { organizationId: channel.organizationId, channelId: channel.id, customer };
    await store.addVisitorToken({
      tokenHash: sha256(visitorToken),
      organizationId: channel.organizationId,
      channelId: channel.id,
      customerId: customer.id,
    });
    return { visitorToken, visitor };
  }

  async function admit(channel: ChannelByKey, asked: OpenVisitor) {
    if (asked.identity !== undefined) return admitSigned(channel, asked.identity, asked.visitorToken);
    if (asked.visitorToken === undefined) {
      const issued = await issue(channel, await customers.createAnonymous(channel.organizationId));
      return { ...issued, seen: null };
    }
    const known = await byToken(asked.visitorToken);
    if (known.visitor.channelId !== channel.id) throw unauthenticated();
    return { visitorToken: asked.visitorToken, ...known };
  }

  async function admitSigned(channel: ChannelByKey, identity: string, visitorToken?: string) {
    const signed = readIdentity(channel.config['identitySecret'], identity);
    const customer = await customers.verified(channel.organizationId, signed);
    const held = visitorToken === undefined ? undefined : await byToken(visitorToken).catch(refusedOnly);
    if (held?.visitor.channelId === channel.id && held.visitor.customer.id === customer.id) {
      return { ...held, visitorToken: visitorToken!, visitor: { ...held.visitor, customer } };
    }
    return issue(channel, customer);
  }

  return {
    /**
     * The handshake of a customer.
     * @throws `not_found` (no such active web channel), `unauthenticated` (a token or identity that is not good)
     */
    async openVisitor(asked: OpenVisitor): Promise<OpenedVisitor> {
      const channel = await webChannel(asked.channelKey);
      const admitted = await admit(channel, asked);
      const hours = await businessHours?.(channel.organizationId);
      return { ...admitted, channel: presentChannel(channel, hours) };
    },

    /** @throws `unauthenticated` */
    visitor: async (token: unknown): Promise<Visitor> => (await byToken(token)).visitor,

    /** Origins of the pages that may frame the channel's widget; undefined: any, also where there is no channel, which the frame then says. */
    async frameOrigins(channelKey: string): Promise<string[] | undefined> {
      const channel = await channels.get(channelKey, () => lookups.channelByKey(channelKey));
      const allowedOrigins = channel?.isActive && channel.config['allowedOrigins'];
      return Array.isArray(allowedOrigins) ? allowedOrigins.map(String) : undefined;
    },
  };
}

/** A token that came along and is not good does not spoil a good identity. */
function refusedOnly(error: unknown): undefined {
  if (error instanceof DomainError && error.code === 'unauthenticated') return undefined;
  throw error;
}

function presentChannel(channel: ChannelByKey, businessHours?: BusinessHours): VisitorChannel {
  const { greeting, suggestedQuestions } = channel.config;
  return {
    id: channel.id,
    name: channel.name,
    ...(typeof greeting === 'string' && greeting !== '' && { greeting }),
    ...(businessHours && { businessHours }),
    ...(Array.isArray(suggestedQuestions) && { suggestedQuestions: suggestedQuestions.map(String) }),
  };
}
