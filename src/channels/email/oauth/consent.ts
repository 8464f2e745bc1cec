// The way through a provider's consent and back. Nothing is kept meanwhile: what has to come back is sealed into `state`.
import { createHash, timingSafeEqual } from 'node:crypto';
import { randomPKCECodeVerifier } from 'openid-client';
import { DomainError, notFound } from '../../../errors';
import type { Seal } from '../../../tools/seal';
import type { KnownChannel } from '../../store';
import type { EmailSettings } from '../settings';
import type { OauthClient } from './provider';
import type { ChannelTokens } from './store';
import { givenFor } from './tokens';

export interface ConsentDeps {
  client: OauthClient;
  rows: ChannelTokens;
  channelById(id: string): Promise<KnownChannel | undefined>;
  seal: Seal;
  /** Where people reach this server; undefined when nobody has said so. */
  publicUrl: string | undefined;
  /** The mailbox can be read from now on. */
  connected(channelId: string): Promise<void>;
  now?: () => number;
}

/** Whoever begins in a browser ends in the same one: nobody is led to give their mailbox to somebody else's channel. */
export interface Begun {
  organizationId: string;
  channelId: string;
  /** A secret of the browser. */
  browser: string;
}

interface State extends Omit<Begun, 'browser'> {
  browserHash: string;
  verifier: string;
  givenFor: string;
  until: number;
}

const consentMs = 15 * 60_000;
export const consentPath = '/oauth/callback';

export type Consent = ReturnType<typeof createConsent>;

export function createConsent({ now = Date.now, ...deps }: ConsentDeps) {
  const { client, rows, channelById, seal, publicUrl, connected } = deps;
  async function settingsOf({ organizationId, channelId }: Omit<Begun, 'browser'>): Promise<EmailSettings> {
    const channel = await channelById(channelId);
    if (channel?.organizationId !== organizationId) throw notFound('channel');
    return channel.config as EmailSettings;
  }

  function opened(state: string): State {
    try {
      return JSON.parse(seal.open(Buffer.from(state, 'base64url')).toString('utf8')) as State;
    } catch {
      throw new DomainError('invalid', 'This is no answer to anything that was asked here.');
    }
  }

  return {
    /** @returns where the person goes to consent. @throws `not_found`, `conflict` */
    async begin({ browser, ...place }: Begun): Promise<string> {
      const settings = await settingsOf(place);
      const { oauth, imap, smtp, address } = settings;
      if (!oauth)
        throw new DomainError('conflict', 'This channel signs in by password: it needs no consent.');
      if (publicUrl === undefined)
        throw new DomainError('conflict', 'Set PUBLIC_URL: the provider leads back to this server by it.');
      const verifier = randomPKCECodeVerifier();
      const state: State = {
        ...place,
        browserHash: hash(browser),
        verifier,
        givenFor: givenFor(settings),
        until: now() + consentMs,
      };
      return client.consentUrl(oauth, {
        redirectUri: `${publicUrl}${consentPath}`,
        state: seal.seal(Buffer.from(JSON.stringify(state))).toString('base64url'),
        verifier,
        account: imap?.user ?? smtp.user ?? address,
      });
    },

    /** @param query that the provider sent the person back with. @throws DomainError, whose message is for the person */
    async finish(query: string, browser: string): Promise<void> {
      const url = new URL(`${publicUrl ?? 'http://localhost'}${consentPath}?${query}`);
      const state = url.searchParams.get('state') ?? '';
      const { browserHash, verifier, givenFor: asked, until, ...place } = opened(state);
      if (!same(browserHash, hash(browser)))
        throw new DomainError('forbidden', 'This was begun in another browser: begin there again.');
      if (now() > until) throw new DomainError('conflict', 'That took too long: begin again.');
      if (url.searchParams.has('error'))
        throw new DomainError('conflict', 'The consent was not given: the mailbox is not connected.');
      const settings = await settingsOf(place);
      const { oauth } = settings;
      if (!oauth) throw new DomainError('conflict', 'This channel signs in by password meanwhile.');
      if (asked !== givenFor(settings))
        throw new DomainError('conflict', 'The client or a server has changed meanwhile: begin again.');
      const { tokens, expiresAt } = await client.redeem(oauth, url, { state, verifier });
      await rows.save(place, { ...tokens, givenFor: asked }, expiresAt);
      await connected(place.channelId);
    },
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
