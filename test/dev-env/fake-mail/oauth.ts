// A provider of mail accounts that speaks real OAuth 2: it consents at once, and checks what it is asked.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeOauth {
  /** For a channel's config. */
  config: {
    provider: 'custom';
    clientId: string;
    clientSecret: string;
    authorizeUrl: string;
    tokenUrl: string;
    scopes: string;
  };
  /** Says whose access token it is (RFC 7662), for a mail server that is given one. */
  introspectUrl: string;
  /** Whose consent is given. */
  user: string;
  /** Of the tokens that are given from now on. */
  lifeSeconds: number;
  /** The next who asks for consent is refused it. */
  declines: boolean;
  /** The token endpoint answers 503. */
  isDown: boolean;
  /** Codes redeemed and tokens refreshed. */
  redeemed: number;
  refreshed: number;
  /** Whose access token it is, while it is good. */
  ownerOf(accessToken: string): string | undefined;
  /** No token of before is good any more; with `all`, no consent either. */
  revoke(which: 'access' | 'all'): void;
  stop(): Promise<void>;
}

export async function startFakeOauth(user: string): Promise<FakeOauth> {
  const codes = new Map<string, { challenge: string; redirectUri: string; user: string }>();
  const access = new Map<string, { user: string; endsAt: number }>();
  const refresh = new Map<string, string>();
  const random = () => randomBytes(16).toString('base64url');

  function give(owner: string, extra: object): object {
    const token = random();
    access.set(token, { user: owner, endsAt: Date.now() + oauth.lifeSeconds * 1_000 });
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: oauth.lifeSeconds,
      scope: 'mail',
      ...extra,
    };
  }

  function tokens(form: URLSearchParams): object | string {
    const { clientId, clientSecret } = oauth.config;
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
      return 'invalid_client';
    if (form.get('grant_type') === 'refresh_token') {
      const owner = refresh.get(form.get('refresh_token') ?? '');
      if (owner === undefined) return 'invalid_grant';
      oauth.refreshed += 1;
      return give(owner, {});
    }
    const code = form.get('code') ?? '';
    const asked = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!asked || asked.challenge !== challenge || asked.redirectUri !== form.get('redirect_uri'))
      return 'invalid_grant';
    oauth.redeemed += 1;
    const token = random();
    refresh.set(token, asked.user);
    return give(asked.user, { refresh_token: token });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://provider');
    if (url.pathname === '/authorize') {
      const back = new URL(url.searchParams.get('redirect_uri')!);
      back.searchParams.set('state', url.searchParams.get('state')!);
      const challenge = url.searchParams.get('code_challenge') ?? '';
      if (oauth.declines) back.searchParams.set('error', 'access_denied');
      else {
        const code = random();
        codes.set(code, { challenge, redirectUri: url.searchParams.get('redirect_uri')!, user: oauth.user });
        back.searchParams.set('code', code);
      }
      return void response.writeHead(302, { location: back.href }).end();
    }
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      if (oauth.isDown) return void response.writeHead(503).end('busy');
      if (url.pathname === '/introspect') {
        const owner = oauth.ownerOf(new URLSearchParams(body).get('token') ?? '');
        const found = owner === undefined ? { active: false } : { active: true, username: owner };
        return void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(found));
      }
      const answer = tokens(new URLSearchParams(body));
      const status = typeof answer === 'string' ? 400 : 200;
      const json = typeof answer === 'string' ? { error: answer } : answer;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const oauth: FakeOauth = {
    config: {
      provider: 'custom',
      clientId: 'the-client',
      clientSecret: 'the-client-secret',
      authorizeUrl: `${origin}/authorize`,
      tokenUrl: `${origin}/token`,
      scopes: 'mail offline_access',
    },
    introspectUrl: `${origin}/introspect`,
    user,
    lifeSeconds: 3_600,
    declines: false,
    isDown: false,
    redeemed: 0,
    refreshed: 0,
    ownerOf(token) {
      const found = access.get(token);
      return found && found.endsAt > Date.now() ? found.user : undefined;
    },
    revoke(which) {
      access.clear();
      if (which === 'all') refresh.clear();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return oauth;
}
