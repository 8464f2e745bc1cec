// Mail accounts that are signed in to by a person's consent: OAuth 2 at a provider, XOAUTH2 at its IMAP and SMTP servers.
import { randomBytes, randomUUID } from 'node:crypto';
import { createOauthClient, ConsentNeeded } from '../../src/channels/email/oauth/provider';
import { createMailTokens, givenFor } from '../../src/channels/email/oauth/tokens';
import type { Channel } from '../../src/protocol/model/channel';
import { createLog } from '../../src/log';
import { mask } from '../../src/protocol/channels';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { createSafeFetch } from '../../src/tools/safe-fetch';
import { createSeal } from '../../src/tools/seal';
import { eventuallyPasses } from '../../src/tools/eventually';
import { fakeAccount, startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { TestServer } from '../dev-env/test-server';
import { freePort } from '../dev-env/free-port';

let publicUrl: string;
let server: TestServer;
let mail: FakeMail;

beforeAll(async () => {
  mail = await startFakeMail();
  const port = await freePort();
  publicUrl = `http://127.0.0.1:${port}`;
  server = await TestServer.create({
    env: { PORT: String(port), PUBLIC_URL: publicUrl, FETCH_ALLOW: '127.0.0.0/8' },
    timing: { mail: { readers: { lookEveryMs: 50, retryMs: [20, 50], attentionMs: 3_600_000 } } },
  });
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});

async function addChannel(): Promise<string> {
  const { user } = fakeAccount;
  const { host, port } = mail.smtp;
  const made = await server.request('POST', 'channels', {
    body: {
      name: randomUUID(),
      type: 'email',
      config: {
        address: user,
        inboundSecret: randomBytes(12).toString('hex'),
        smtp: { host, port },
        imap: { host: mail.imap.host, port: mail.imap.port, user },
        oauth: mail.oauth.config,
      },
    },
  });
  expect(made).toMatchObject({ status: 201 });
  return (made.body as Channel).id;
}

const healthOf = async (id: string) =>
  ((await server.request('GET', `channels/${id}`)).body as Channel).health;
const hasState = (id: string, state: object) =>
  eventuallyPasses(async () => expect((await healthOf(id)).mailbox).toMatchObject(state));

/** The way of a person: where the provider leads back to, and the cookie of their browser. */
async function consent(id: string): Promise<{ path: string; cookie: string }> {
  const begun = await server.request('POST', `channels/${id}/oauth`);
  const cookie = begun.headers.get('set-cookie')!;
  expect(cookie).toMatch(/^parley_consent=[^;]{32}; .*Path=\/oauth; HttpOnly; SameSite=Lax$/);
  const consented = await fetch((begun.body as { url: string }).url, { redirect: 'manual' });
  const back = consented.headers.get('location')!;
  expect(back.startsWith(`${publicUrl}/oauth/callback?`)).toBe(true);
  return { path: back.slice(publicUrl.length), cookie: cookie.split(';', 1)[0]! };
}

const goBack = async ({ path, cookie }: { path: string; cookie: string }) => {
  const response = await fetch(`${server.url}${path}`, { headers: { cookie } });
  return { status: response.status, text: await response.text() };
};

it('A person consents, and the channel reads and sends until the consent is withdrawn', async () => {
  const id = await addChannel();
  mail.smtp.needsSignIn = true;
  await hasState(id, { state: 'reconnect_needed', error: 'Nobody has connected the mailbox yet.' });
  expect((await server.request('POST', `channels/${id}/check`)).body).toMatchObject({
    health: { ok: false, lastError: 'Mail cannot be sent: Nobody has connected the mailbox yet.' },
  });
  expect(await goBack(await consent(id))).toMatchObject({
    status: 200,
    text: expect.stringContaining('The mailbox is connected.'),
  });
  await hasState(id, { state: 'connected' });
  expect((await server.request('POST', `channels/${id}/check`)).body).toMatchObject({ health: { ok: true } });

  mail.imap.deliver(
    'From: Ada <ada@example.com>\nTo: support@shop.test\nMessage-ID: <1@x>\nSubject: Hi\n\nHello',
  );
  const stored = () => server.query('SELECT 1 FROM inbound_events WHERE channel_id = $1', [id]);
  await eventuallyPasses(async () => expect(await stored()).toHaveLength(1));

  mail.oauth.revoke('access');
  mail.imap.cut();
  await eventuallyPasses(() => expect(mail.oauth.refreshed).toBe(1));
  await hasState(id, { state: 'connected' });
  await eventuallyPasses(() => expect(mail.imap.readers()).toBe(1));
  mail.oauth.revoke('access');
  const test = await server.request('POST', `channels/${id}/test`, { body: { to: 'ada@example.com' } });
  expect(test.body).toEqual({ outcome: 'sent' });
  expect(mail.oauth.refreshed).toBe(2);

  mail.oauth.revoke('all');
  mail.imap.cut();
  await hasState(id, {
    state: 'reconnect_needed',
    error: 'The provider has ended the consent: connect the mailbox again.',
  });
  expect(await healthOf(id)).toMatchObject({ ok: false });
  mail.imap.deliver(
    'From: Ada <ada@example.com>\nTo: support@shop.test\nMessage-ID: <2@x>\nSubject: Hi\n\nAgain',
  );
  expect(await goBack(await consent(id))).toMatchObject({ status: 200 });
  await hasState(id, { state: 'connected' });
  await eventuallyPasses(async () => expect(await stored()).toHaveLength(2));
  const rows = await server.query<{ tokens: Buffer }>(
    'SELECT tokens FROM channel_tokens WHERE channel_id = $1',
    [id],
  );
  expect(rows[0]!.tokens.toString('latin1')).not.toContain('accessToken');
});

it('A way back that nobody began here, or that is used twice, connects nothing', async () => {
  const id = await addChannel();
  const way = await consent(id);
  const refused = { status: 400 };
  expect(await goBack({ ...way, cookie: 'parley_consent=another' })).toMatchObject(refused);
  expect(await goBack({ ...way, cookie: '' })).toMatchObject(refused);
  for (const path of [
    '/oauth/callback',
    '/oauth/callback?state=x&code=y',
    way.path.replace(/state=[^&]*/, 'state='),
  ])
    expect(await goBack({ ...way, path })).toMatchObject(refused);
  expect(await goBack({ ...way, path: way.path.replace(/code=[^&]*/, 'code=wrong') })).toMatchObject(refused);
  mail.oauth.declines = true;
  expect(await goBack(await consent(id))).toMatchObject({
    status: 400,
    text: expect.stringContaining('The consent was not given'),
  });
  mail.oauth.declines = false;
  expect(await goBack(way)).toMatchObject({ status: 200 });
  expect(await goBack(way)).toMatchObject(refused);
  const { organizationId } = await server.addOrganization();
  expect(organizationId).toBeDefined();
  const other = await server.request('POST', `channels/${randomUUID()}/oauth`);
  expect(other).toMatchObject({ status: 404 });
});

it('A secret, and a consent that is under way, follow no change of where they go', async () => {
  const id = await addChannel();
  const way = await consent(id);
  const { config } = (await server.request('GET', `channels/${id}`)).body as Channel;
  const change = (changed: object) =>
    server.request('PATCH', `channels/${id}`, { body: { config: { ...config, ...changed } } });
  const oauth = { ...mail.oauth.config, clientSecret: mask };
  expect(await change({ oauth: { ...oauth, tokenUrl: 'https://evil.example/token' } })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'config.oauth.clientSecret' }] },
  });
  expect(await change({ imap: { host: 'localhost', port: mail.imap.port, user: 'x' } })).toMatchObject({
    status: 200,
  });
  expect(await goBack(way)).toMatchObject({ text: expect.stringContaining('begin again') });
});

it('Many who need a token at once refresh it once, and a provider that is down ends no consent', async () => {
  const postgres = await openPostgres({ url: server.app.databaseUrl, log: createLog('silent') });
  try {
    const rows = postgres.crossTenant.channelTraffic(createSeal(randomBytes(32))).channelTokens;
    const client = createOauthClient(createSafeFetch({ allow: ['127.0.0.0/8'] }));
    const nodes = [0, 1, 2].map(() => createMailTokens({ rows, client }));
    const id = await addChannel();
    const channel = { id, config: { oauth: mail.oauth.config } };
    const verifier = randomBytes(32).toString('base64url');
    const asked = {
      redirectUri: `${publicUrl}/oauth/callback`,
      state: 's',
      verifier,
      account: fakeAccount.user,
    };
    const way = await fetch(await client.consentUrl(mail.oauth.config, asked), { redirect: 'manual' });
    mail.oauth.lifeSeconds = 60;
    const first = await client.redeem(mail.oauth.config, new URL(way.headers.get('location')!), asked);
    const tokens = { ...first.tokens, givenFor: givenFor(channel.config) };
    await rows.save({ channelId: id, organizationId: server.organizationId }, tokens, first.expiresAt);
    mail.oauth.lifeSeconds = 3_600;
    mail.oauth.isDown = true;
    await expect(nodes[0]!.accessToken(channel)).rejects.toMatchObject({ code: 'unavailable' });
    mail.oauth.isDown = false;
    const before = mail.oauth.refreshed;
    const all = await Promise.all(Array.from({ length: 12 }, (_, n) => nodes[n % 3]!.accessToken(channel)));
    expect(mail.oauth.refreshed - before).toBe(1);
    for (const token of all) expect(mail.oauth.ownerOf(token!)).toBe(fakeAccount.user);
    for (const changed of [
      { oauth: { ...mail.oauth.config, clientId: 'another' } },
      { oauth: { ...mail.oauth.config, tokenUrl: 'https://evil.example/token' } },
      { ...channel.config, imap: { host: 'evil.example' } },
      { ...channel.config, smtp: { host: 'evil.example' } },
    ])
      await expect(nodes[0]!.accessToken({ id, config: changed })).rejects.toThrow(ConsentNeeded);
    expect(await nodes[0]!.accessToken({ id, config: {} })).toBeUndefined();
  } finally {
    await postgres.close();
  }
});
