// Visitors: customers of a web channel, how they come in, stay and leave.
import { DomainError } from '../errors';
import type { SessionState } from '../sessions/session';
import { rememberBriefly } from '../tools/remember-briefly';
import type { SignIn, Visitor } from './principal';
import { readIdentity, secretStamp, type IdentityIssue } from './signed-identity';
import type { ChannelByKey, CustomerDirectory, IdentityLookups, IdentityStore } from './store';
import { createAdmission, type OpenVisitor } from './visitor-admission';
import { presentChannel, type ChannelNow, type ChannelsNow } from './visitor-channel';

export type { OpenVisitor };

export interface OpenedVisitor {
  visitorToken: string;
  visitor: Visitor;
  channel: Pick<ChannelNow, 'shown' | 'teamHours'>;
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
  /** Whether customers come in by the key of such a channel. */
  hasVisitors(channelType: string): boolean;
}

export function createVisitors({ lookups, store, customers, channelsNow, hasVisitors }: VisitorsDeps) {
  const recent = rememberBriefly<ChannelNow | undefined>({ milliseconds: 2_000, cap: 1_000 });
  const channels = rememberBriefly<ChannelByKey | undefined>({ milliseconds: 3_000, cap: 1_000 });

  /** No key has a character that a store refuses. */
  async function channelOf(key: string): Promise<ChannelByKey | undefined> {
    if (!/^\P{Cc}{1,200}$/u.test(key)) return undefined;
    return channels.get(key, () => lookups.channelByKey(key));
  }

  async function visitedChannel(key: string): Promise<ChannelByKey> {
    const channel = await channelOf(key);
    if (!channel?.isActive || !hasVisitors(channel.type))
      throw new DomainError('not_found', 'There is no active channel with this key.');
    return channel;
  }

  const { admit, byToken } = createAdmission({ lookups, store, customers });

  return {
    /**
     * The handshake of a customer.
     * @throws `not_found` (no such active channel for visitors), `unauthenticated` (a token or identity that is not good)
     */
    async openVisitor(asked: OpenVisitor): Promise<OpenedVisitor> {
      const channel = await visitedChannel(asked.channelKey);
      const admitted = await admit(channel, asked);
      const now = await recent.get(channel.id, async () => (await channelsNow([channel.id])).get(channel.id));
      return { ...admitted, channel: now ?? { shown: presentChannel(channel, {}), teamHours: new Map() } };
    },

    /** @throws `unauthenticated` */
    visitor: async (token: unknown): Promise<Visitor> => (await byToken(token)).visitor,

    /**
     * A newer identity of the same person: the sign-in of its token goes on until that one runs out.
     * @throws `unauthenticated`, `forbidden` (somebody else's)
     */
    async renew(visitor: Visitor, channelKey: string, token: string): Promise<SignIn> {
      const channel = await visitedChannel(channelKey);
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

    /** What the admin of a channel that is open has entered. */
    async channelSettings(channelKey: string): Promise<Record<string, unknown> | undefined> {
      const channel = await channelOf(channelKey);
      return channel?.isActive && hasVisitors(channel.type) ? channel.config : undefined;
    },

    /** Origins of the pages that may frame the channel's widget; undefined: any, also where there is no channel, which the frame then says. */
    async frameOrigins(channelKey: string): Promise<string[] | undefined> {
      const channel = await channelOf(channelKey);
      const allowedOrigins = channel?.isActive && channel.config['allowedOrigins'];
      return Array.isArray(allowedOrigins) ? allowedOrigins.map(String) : undefined;
    },
  };
}
