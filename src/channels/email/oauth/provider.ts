// What a provider of mail accounts is asked, by OAuth 2 (RFC 6749, RFC 7636).
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  Configuration,
  customFetch,
  refreshTokenGrant,
  type CustomFetch,
  type TokenEndpointResponse,
} from 'openid-client';
import { DomainError } from '../../../errors';
import type { SafeFetch } from '../../../tools/safe-fetch';
import type { EmailSettings } from '../settings';
import type { Tokens } from './store';

export type OauthSettings = NonNullable<EmailSettings['oauth']>;

/** Somebody has to consent, once more or for the first time. */
export class ConsentNeeded extends DomainError {
  constructor(message: string) {
    super('conflict', message);
  }
}

interface Provider {
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
  scope: string;
  /** What it wants to be asked besides, so that the consent outlives the hour. */
  ask: Record<string, string>;
  /** It names itself in its answer (RFC 9207). */
  namesItself: boolean;
}

const microsoftScopes =
  'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';

/** @throws `invalid` when a provider of one's own is named by half */
export function providerOf({ provider, tenant = 'common', ...own }: OauthSettings): Provider {
  if (provider === 'google')
    return {
      issuer: 'https://accounts.google.com',
      authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      scope: 'https://mail.google.com/',
      ask: { access_type: 'offline', prompt: 'consent' },
      namesItself: true,
    };
  if (provider === 'microsoft') {
    const base = `https://login.microsoftonline.com/${encodeURIComponent(tenant)}`;
    return {
      issuer: `${base}/v2.0`,
      authorizeUrl: `${base}/oauth2/v2.0/authorize`,
      tokenUrl: `${base}/oauth2/v2.0/token`,
      scope: microsoftScopes,
      ask: { prompt: 'select_account' },
      namesItself: false,
    };
  }
  const { authorizeUrl, tokenUrl, scopes = '' } = own;
  if (!authorizeUrl || !tokenUrl)
    throw new DomainError('invalid', 'Name where consent is asked for and where tokens come from.');
  const { origin } = new URL(authorizeUrl);
  return { issuer: origin, authorizeUrl, tokenUrl, scope: scopes, ask: {}, namesItself: false };
}

export interface Granted {
  tokens: Tokens;
  expiresAt: Date;
}

export type OauthClient = ReturnType<typeof createOauthClient>;

export function createOauthClient(fetch: SafeFetch, now: () => number = Date.now) {
  function configured(settings: OauthSettings): Configuration {
    const { issuer, authorizeUrl, tokenUrl } = providerOf(settings);
    const server = { issuer, authorization_endpoint: authorizeUrl, token_endpoint: tokenUrl };
    const { clientId, clientSecret } = settings;
    const configuration = new Configuration(server, clientId, clientSecret, ClientSecretPost(clientSecret));
    configuration[customFetch] = fetchBy(fetch);
    // A provider of one's own may be inside, where the operator allowed it: fetch sees to that.
    if (tokenUrl.startsWith('http:')) allowInsecureRequests(configuration);
    return configuration;
  }

  function granted(answer: TokenEndpointResponse, before?: string): Granted {
    const {
      access_token: accessToken,
      refresh_token: refreshToken = before,
      expires_in: seconds = 3_600,
    } = answer;
    return {
      tokens: { accessToken, ...(refreshToken !== undefined && { refreshToken }) },
      expiresAt: new Date(now() + seconds * 1_000),
    };
  }

  return {
    /** Where a person consents. */
    async consentUrl(
      settings: OauthSettings,
      { redirectUri, state, verifier, account }: ConsentRequest,
    ): Promise<string> {
      const { scope, ask } = providerOf(settings);
      return buildAuthorizationUrl(configured(settings), {
        redirect_uri: redirectUri,
        scope,
        state,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        login_hint: account,
        ...ask,
      }).href;
    },

    /** @param url that the person was sent back to. @throws DomainError */
    async redeem(
      settings: OauthSettings,
      url: URL,
      checks: { state: string; verifier: string },
    ): Promise<Granted> {
      if (!providerOf(settings).namesItself) url.searchParams.delete('iss');
      const answer = await withPlainErrors(
        authorizationCodeGrant(configured(settings), url, {
          expectedState: checks.state,
          pkceCodeVerifier: checks.verifier,
        }),
      );
      return granted(answer);
    },

    /** @throws ConsentNeeded when it was withdrawn, DomainError */
    async refresh(settings: OauthSettings, { refreshToken }: Tokens): Promise<Granted> {
      if (refreshToken === undefined)
        throw new ConsentNeeded('The provider gave a consent for one hour only.');
      const answer = await withPlainErrors(refreshTokenGrant(configured(settings), refreshToken));
      return granted(answer, refreshToken);
    },
  };
}

export interface ConsentRequest {
  redirectUri: string;
  state: string;
  verifier: string;
  /** Whose mailbox it is. */
  account: string;
}

/** They end a consent (RFC 6749, 5.2; Microsoft, "error codes"). */
const ended = ['invalid_grant', 'interaction_required', 'consent_required', 'login_required'];

async function withPlainErrors<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const { error: code, cause } = error as { error?: unknown; cause?: unknown };
    if (typeof code === 'string' && ended.includes(code))
      throw new ConsentNeeded('The provider has ended the consent: connect the mailbox again.');
    if (typeof code === 'string')
      throw new DomainError(
        'invalid',
        `The provider refused: ${code.replace(/[^\w.-]/g, '').slice(0, 100)}.`,
      );
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('unavailable', 'The provider of the mail accounts does not answer as it should.', {
      cause: error,
    });
  }
}

function fetchBy(fetch: SafeFetch): CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await fetch(url, {
      method,
      headers: Object.fromEntries(new Headers(headers as Record<string, string>).entries()),
      ...(body != null && { body: String(body) }),
    });
    const type = answer.headers['content-type'] ?? 'application/json';
    return new Response(await answer.text(), { status: answer.status, headers: { 'content-type': type } });
  };
}
