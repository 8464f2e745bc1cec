// Visitors: customers of a web channel. A visitor token is bound to one channel and one customer;
// an anonymous one is never merged into a known customer, a signed identity gets a token of its own.
import { DomainError } from '../errors';
import type { SessionState } from '../sessions/session';
import { rememberBriefly } from '../tools/remember-briefly';
import type { SignIn, Visitor } from './principal';
import { randomSecret, sha256 } from './secrets';
import { readIdentity, secretStamp, type IdentityIssue } from './signed-identity';
import type {
  ChannelByKey,
  CustomerDirectory,
  IdentityLookups,
  IdentityStore,
  VisitorByTokenHash,
} from './store';
import { unauthenticated } from './tokens';
import { presentChannel, type ChannelNow, type ChannelsNow, type VisitorChannel } from './visitor-channel';

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
  /** What the signed identity says and could not be used. */
  issues?: IdentityIssue[];
}

interface VisitorsDeps {
  lookups: IdentityLookups;
  store: IdentityStore;
  customers: CustomerDirectory;
  channelsNow: ChannelsNow;
}

export function createVisitors({ lookups, store, customers, channelsNow }: VisitorsDeps) {
  const recent = rememberBriefly<ChannelNow | undefined>({ milliseconds: 2_000, cap: 1_000 });
  const channels = rememberBriefly<ChannelByKey | undefined>({ milliseconds: 3_000, cap: 1_000 });

  /** No key has a character that a store refuses. */
  async function channelOf(key: string): Promise<ChannelByKey | undefined> {
    if (!/^\P{Cc}{1,200}$/u.test(key)) return undefined;
    return channels.get(key, () => lookups.channelByKey(key));
  }

  async function webChannel(key: string): Promise<ChannelByKey> {
    const channel = await channelOf(key);
    if (!channel?.isActive || channel.type !== 'web')
      throw new DomainError('not_found', 'There is no active channel with this key.');
    return channel;
  }

  /** Also a sign-in that is over. */
  async function find(token: unknown): Promise<VisitorByTokenHash | undefined> {
    if (typeof token !== 'string' || token.trim() === '') return undefined;
    const found = await lookups.visitorByTokenHash(sha256(token));
    return found?.channel.isActive ? found : undefined;
  }

  async function byToken(token: unknown): Promise<{ visitor: Visitor; seen?: SessionState }> {
    const found = await find(token);
    if (!found || isOver(found)) throw unauthenticated();
    const visitor = toVisitor(found, token as string);
    return { visitor, ...(found.session && { seen: found.session }) };
  }

  async function issue(
    { id: channelId, organizationId }: ChannelByKey,
    given: Pick<Visitor, 'customer' | 'signIn' | 'anonymous'>,
  ) {
    const visitorToken = randomSecret();
    const visitor = { ...given, organizationId, channelId, tokenHash: sha256(visitorToken) };
    const { tokenHash, customer, signIn, anonymous } = visitor;
    await store.addVisitorToken({
      tokenHash,
      organizationId,
      channelId,
      customerId: customer.id,
      ...(signIn && { signIn }),
      ...(anonymous && { anonymousCustomerId: anonymous.id }),
    });
    return { visitorToken, visitor };
  }

  async function admit(channel: ChannelByKey, asked: OpenVisitor) {
    if (asked.identity !== undefined) return admitSigned(channel, asked.identity, asked.visitorToken);
    if (asked.visitorToken === undefined) {
      const customer = await customers.createAnonymous(channel.organizationId);
      return { ...(await issue(channel, { customer })), seen: null };
    }
    const known = await byToken(asked.visitorToken);
    if (known.visitor.channelId !== channel.id) throw unauthenticated();
    return { visitorToken: asked.visitorToken, ...known };
  }

  async function admitSigned(channel: ChannelByKey, token: string, visitorToken?: string) {
    const { identity, expiresAt, issues } = readIdentity(channel.config['identitySecret'], token);
    const customer = await customers.verified(channel.organizationId, identity);
    const signIn = { expiresAt, secretStamp: secretStamp(channel.config['identitySecret']) };
    // A token that came along and is not good does not spoil a good identity.
    const found = await find(visitorToken);
    const held = found?.channel.id === channel.id ? found : undefined;
    if (!held?.signIn) {
      const anonymous = held && { anonymous: held.customer };
      return { ...(await issue(channel, { customer, signIn, ...anonymous })), issues };
    }
    if (held.customer.id !== customer.id) return { ...(await issue(channel, { customer, signIn })), issues };
    const visitor = { ...toVisitor(held, visitorToken!), customer, signIn };
    await store.renewVisitorToken(channel.organizationId, visitor.tokenHash, signIn);
    return { visitorToken: visitorToken!, visitor, issues, ...(held.session && { seen: held.session }) };
  }

  return {
    /**
     * The handshake of a customer.
     * @throws `not_found` (no such active web channel), `unauthenticated` (a token or identity that is not good)
     */
    async openVisitor(asked: OpenVisitor): Promise<OpenedVisitor> {
      const channel = await webChannel(asked.channelKey);
      const admitted = await admit(channel, asked);
      const now = await recent.get(channel.id, async () => (await channelsNow([channel.id])).get(channel.id));
      return { ...admitted, channel: now?.shown ?? presentChannel(channel, {}) };
    },

    /** @throws `unauthenticated` */
    visitor: async (token: unknown): Promise<Visitor> => (await byToken(token)).visitor,

    /**
     * A newer identity of the same person: the sign-in of its token goes on until that one runs out.
     * @throws `unauthenticated`, `forbidden` (somebody else's)
     */
    async renew(visitor: Visitor, channelKey: string, token: string): Promise<SignIn> {
      const channel = await webChannel(channelKey);
      const { identity, expiresAt } = readIdentity(channel.config['identitySecret'], token);
      const { organizationId, customer, tokenHash } = visitor;
      const { id } = await customers.verified(organizationId, identity);
      if (channel.id !== visitor.channelId || id !== customer.id || !visitor.signIn)
        throw new DomainError('forbidden', 'The identity is of somebody else.');
      const signIn = { expiresAt, secretStamp: secretStamp(channel.config['identitySecret']) };
      await store.renewVisitorToken(organizationId, tokenHash, signIn);
      return signIn;
    },

    /** The token is good for nothing from now on. */
    endVisitor: ({ organizationId, tokenHash }: Visitor): Promise<void> =>
      store.removeVisitorToken(organizationId, tokenHash),

    /** Origins of the pages that may frame the channel's widget; undefined: any, also where there is no channel, which the frame then says. */
    async frameOrigins(channelKey: string): Promise<string[] | undefined> {
      const channel = await channelOf(channelKey);
      const allowedOrigins = channel?.isActive && channel.config['allowedOrigins'];
      return Array.isArray(allowedOrigins) ? allowedOrigins.map(String) : undefined;
    },
  };
}

/** The JWT ran out, or the secret that signed it is another by now. */
function isOver({ signIn, channel }: VisitorByTokenHash): boolean {
  return (
    signIn !== undefined && (signIn.expired || signIn.secretStamp !== secretStamp(channel.identitySecret))
  );
}

function toVisitor(found: VisitorByTokenHash, token: string): Visitor {
  const { organizationId, channel, customer, signIn, anonymous } = found;
  return {
    organizationId,
    channelId: channel.id,
    customer,
    tokenHash: sha256(token),
    ...(signIn && {
      signIn: { expiresAt: signIn.expiresAt.getTime(), secretStamp: signIn.secretStamp },
    }),
    ...(anonymous && { anonymous }),
  };
}
