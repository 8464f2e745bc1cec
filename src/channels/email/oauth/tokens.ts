// Access tokens of channels: refreshed before they end, by one node at a time.
import { setTimeout as pause } from 'node:timers/promises';
import type { EmailSettings } from '../settings';
import { DomainError } from '../../../errors';
import { ConsentNeeded, type OauthClient } from './provider';
import type { ChannelTokens, StoredTokens } from './store';

export interface MailTokensDeps {
  rows: ChannelTokens;
  client: Pick<OauthClient, 'refresh'>;
  now?: () => number;
}

export interface TokenChannel {
  id: string;
  config: Record<string, unknown>;
}

/** A token that ends sooner is refreshed. */
const marginMs = 5 * 60_000;
/** Longer than a refresh takes. */
const leaseMs = 30_000;
const askAgainMs = 250;

export type MailTokens = ReturnType<typeof createMailTokens>;

export function createMailTokens({ rows, client, now = Date.now }: MailTokensDeps) {
  const isFresh = ({ expiresAt }: StoredTokens, ms: number) => expiresAt.getTime() - now() > ms;

  /** @throws ConsentNeeded */
  function usable(stored: StoredTokens | undefined, { config }: TokenChannel): StoredTokens {
    if (!stored) throw new ConsentNeeded('Nobody has connected the mailbox yet.');
    if (stored.refused !== undefined) throw new ConsentNeeded(stored.refused);
    if (stored.tokens.givenFor !== givenFor(config))
      throw new ConsentNeeded('The client or a server has changed: connect the mailbox again.');
    return stored;
  }

  /** Undefined while another node refreshes. */
  async function refreshed(channel: TokenChannel, oauth: Oauth): Promise<StoredTokens | undefined> {
    const { id } = channel;
    const leased = await rows.lease(id, leaseMs);
    if (!leased) return undefined;
    try {
      // Somebody may have refreshed between our look and our lease.
      if (isFresh(usable(leased, channel), marginMs)) {
        await rows.release(id);
        return leased;
      }
      const { tokens, expiresAt } = await client.refresh(oauth, leased.tokens);
      const next = { tokens: { ...tokens, givenFor: givenFor(channel.config) }, expiresAt };
      await rows.replace(id, next.tokens, expiresAt);
      return next;
    } catch (error) {
      if (error instanceof ConsentNeeded) await rows.refuse(id, leased.tokens, error.message);
      else await rows.release(id);
      throw error;
    }
  }

  return {
    /** Undefined for a channel that signs in by password. @throws ConsentNeeded, DomainError */
    async accessToken(channel: TokenChannel): Promise<string | undefined> {
      const oauth = oauthOf(channel);
      if (!oauth) return undefined;
      const deadline = now() + leaseMs;
      for (;;) {
        const stored = usable(await rows.get(channel.id), channel);
        if (isFresh(stored, marginMs)) return stored.tokens.accessToken;
        const next = await refreshed(channel, oauth);
        if (next) return next.tokens.accessToken;
        if (isFresh(stored, 10_000)) return stored.tokens.accessToken;
        if (now() > deadline) throw new DomainError('unavailable', 'The provider gives no token in time.');
        await pause(askAgainMs);
      }
    },

    /** The mail server does not take a token that should be good: it is refreshed before it is used again. */
    async refused(channel: TokenChannel): Promise<void> {
      const stored = await rows.get(channel.id);
      if (stored && stored.refused === undefined)
        await rows.replace(channel.id, stored.tokens, new Date(now()));
    },
  };
}

type Oauth = NonNullable<EmailSettings['oauth']>;

const oauthOf = ({ config }: TokenChannel): Oauth | undefined => config['oauth'] as Oauth | undefined;

/** Whoever may change a channel may not lead its tokens to a server of their own. */
export function givenFor(config: Record<string, unknown>): string {
  const { oauth, imap, smtp } = config as Partial<EmailSettings>;
  const { provider, clientId, tenant, tokenUrl } = oauth ?? {};
  return JSON.stringify([provider, clientId, tenant, tokenUrl, imap?.host, smtp?.host]);
}
