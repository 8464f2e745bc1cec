// People come by a link, once and for a time, and with what whoever invited them chose; a forgotten password is set by one, too.
import type { Browser, Page } from 'playwright-core';
import type { Invited } from '../../src/protocol/invitations';
import { eventuallyPasses } from '../../src/tools/eventually';
import { fakeAccount, startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { isWalked, testInBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { desk, faults, launch } from './console-desk';
import { ownAddress } from '../dev-env/free-port';

let mail: FakeMail;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  mail = await startFakeMail();
  server = await TestServer.create({
    env: {
      ...(await ownAddress()),
      FETCH_ALLOW: '127.0.0.0/8',
      RATE_LIMITS: 'off',
    },
  });
  if (isWalked) browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await mail?.stop();
});

async function connectMailbox(): Promise<void> {
  const config = {
    address: fakeAccount.user,
    inboundSecret: 'a secret of sixteen',
    smtp: { host: mail.smtp.host, port: mail.smtp.port, ...fakeAccount },
  };
  const body = { name: 'E-mail', type: 'email', config };
  expect(await server.request('POST', 'channels', { body })).toMatchObject({ status: 201 });
}

const invite = async (given: object) => {
  const { status, body } = await server.request('POST', 'invitations', { body: given });
  expect([status, body]).toEqual([201, body]);
  return body as Invited;
};
const tokenOf = ({ link }: Pick<Invited, 'link'>) => link!.split('#')[1]!;
const openly = (path: string, body: object) => server.request('POST', `auth/${path}`, { body, token: '' });
const join = (token: string, more: object = {}) =>
  openly('join', { token, firstName: 'Lin', password: 'a password of Lin', ...more });
const linkIn = (text: string, path: string) =>
  new RegExp(`http://\\S+/console/${path}#[\\w-]{43}`).exec(text)![0];
const mailTo = async (address: string, path: string): Promise<string> => {
  let found = '';
  await eventuallyPasses(() => {
    const raw = mail.smtp
      .mails()
      .findLast(({ to }) => to.includes(address))!
      .raw.toString();
    found = linkIn(raw.replace(/=\r\n/g, '').replace(/=3D/g, '='), path);
  });
  return found;
};

describe('an invitation', () => {
  it('without a mailbox says so and gives the link; what it joins as was chosen by who invited', async () => {
    const team = await server.request('POST', 'teams', { body: { name: 'Billing' } });
    const teamId = (team.body as { id: string }).id;
    const made = await invite({ email: 'Lin@Shop.example', role: 'supervisor', teamIds: [teamId] });
    expect(made).toMatchObject({
      email: 'lin@shop.example',
      mail: 'not_sent',
      mailTrouble: expect.stringContaining('No mailbox is connected'),
      state: 'open',
    });
    const [row] = await server.query('SELECT token_hash FROM invitations');
    expect(JSON.stringify(row)).not.toContain(tokenOf(made));
    expect((await openly('invitation', { token: tokenOf(made) })).body).toMatchObject({
      email: 'lin@shop.example',
      role: 'supervisor',
    });
    for (const more of [{ role: 'admin' }, { email: 'other@shop.example' }, { teamIds: [] }])
      expect((await join(tokenOf(made), more)).status).toBe(400);
    expect((await join(tokenOf(made), { password: 'short' })).body).toMatchObject({
      errors: [{ path: 'password' }],
    });
    const joined = await join(tokenOf(made));
    expect(joined.body).toMatchObject({ user: { email: 'lin@shop.example', role: 'supervisor' }, agent: {} });
    const { agent } = joined.body as { agent: { id: string } };
    expect((await server.request('GET', `teams/${teamId}`)).body).toMatchObject({ agentIds: [agent.id] });
    expect((await server.request('GET', 'invitations')).body).toMatchObject({ items: [] });
    // Twice, and with what it was before.
    expect((await join(tokenOf(made))).body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('used already'),
    });
    const again = await server.request('POST', 'invitations', {
      body: { email: 'lin@shop.example', role: 'agent' },
    });
    expect(again.body).toMatchObject({ code: 'conflict', detail: 'This person is in the team already.' });
    const log = (await server.request('GET', 'audit-logs')).body as { items: Array<{ action: string }> };
    expect(log.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['invitations.create', 'auth.join']),
    );
    expect(JSON.stringify(log)).not.toContain(tokenOf(made));
  });

  it('ends by time, by being taken back, by a newer link, and with who gave it; each says why', async () => {
    const said = async (token: string) => {
      const [looked, joined] = [await openly('invitation', { token }), await join(token)];
      expect(joined.body).toEqual(looked.body);
      return (looked.body as { detail: string }).detail;
    };
    expect(await said('x'.repeat(43))).toMatch(/not known/);
    const late = await invite({ email: 'late@shop.example', role: 'agent' });
    await server.query(`UPDATE invitations SET expires_at = now() WHERE id = $1`, [late.id]);
    expect(await said(tokenOf(late))).toMatch(/has expired/);
    expect((await server.request('GET', 'invitations')).body).toMatchObject({
      items: [{ state: 'expired' }],
    });
    const twice = await server.request('POST', 'invitations', {
      body: { email: 'LATE@shop.example', role: 'agent' },
    });
    expect(twice.body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('invited already'),
    });
    const renewed = (await server.request('POST', `invitations/${late.id}/resend`)).body as Invited;
    expect(await said(tokenOf(late))).toMatch(/not known/);
    expect((await openly('invitation', { token: tokenOf(renewed) })).status).toBe(200);
    expect((await server.request('DELETE', `invitations/${late.id}`)).status).toBe(204);
    expect(await said(tokenOf(renewed))).toMatch(/taken back/);
    expect((await server.request('POST', `invitations/${late.id}/resend`)).status).toBe(404);

    const boss = await server.addAgent('Boss', 'admin');
    const body = { email: 'friend@shop.example', role: 'admin' };
    const theirs = (await server.request('POST', 'invitations', { body, token: boss.token })).body as Invited;
    await server.request('PATCH', `users/${boss.userId}`, { body: { isActive: false } });
    expect(await said(tokenOf(theirs))).toMatch(/taken back/);
    const agent = await server.addAgent('Ann');
    const refused = await server.request('POST', 'invitations', { body, token: agent.token });
    expect(refused).toMatchObject({ status: 403 });
  });

  it('that ended is forgotten after 90 days, and with it the address', async () => {
    const addresses = ['used', 'revoked', 'late', 'open'].map((name) => `${name}@old.test`);
    for (const email of addresses) await invite({ email, role: 'agent' });
    const age = (email: string, set: string) =>
      server.query(`UPDATE invitations SET ${set} WHERE email = '${email}'`);
    await age('used@old.test', `used_at = now() - interval '91 days'`);
    await age('revoked@old.test', `revoked_at = now() - interval '91 days'`);
    await age('late@old.test', `expires_at = now() - interval '89 days'`);
    await server.app.queue.add('maintenance', {}, { key: 'maintenance' });
    await eventuallyPasses(async () => {
      const left = await server.query<{ email: string }>(
        `SELECT email FROM invitations WHERE email LIKE '%@old.test' ORDER BY email`,
      );
      expect(left.map(({ email }) => email)).toEqual(['late@old.test', 'open@old.test']);
    });
    await server.query(`DELETE FROM invitations WHERE email LIKE '%@old.test'`);
  });

  it('lets in one of two who come at the same moment, and nobody where there is no room', async () => {
    const made = await invite({ email: 'one@shop.example', role: 'agent' });
    const answers = await Promise.all([join(tokenOf(made)), join(tokenOf(made))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const more = await invite({ email: 'full@shop.example', role: 'agent' });
    await server.query('UPDATE organizations SET max_agents = 1');
    expect((await join(tokenOf(more))).body).toMatchObject({ code: 'capacity' });
    await server.query('UPDATE organizations SET max_agents = 100');
    expect((await join(tokenOf(more))).status).toBe(200);
  });
});

describe('with a mailbox', () => {
  beforeAll(connectMailbox);

  it('a forgotten password is set anew by a link, once; whoever asks is told the same of everybody', async () => {
    const ida = await server.addAgent('Ida');
    const before = mail.smtp.mails().length;
    const [known, unknown] = [
      await openly('forgot', { email: ida.email.toUpperCase() }),
      await openly('forgot', { email: 'nobody@shop.example' }),
    ];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const token = (await mailTo(ida.email, 'reset')).split('#')[1]!;
    expect(mail.smtp.mails().length).toBe(before + 1);
    expect((await openly('reset', { token, password: 'short' })).status).toBe(400);
    expect((await openly('reset', { token, password: 'a brand new password' })).status).toBe(200);
    expect((await server.request('GET', 'auth/me', { token: ida.token })).status).toBe(401);
    expect(await server.login(ida.email, ida.password)).toBeUndefined();
    expect(await server.login(ida.email, 'a brand new password')).toEqual(expect.any(String));
    expect((await openly('reset', { token, password: 'another password' })).body).toMatchObject({
      code: 'conflict',
    });
  });

  testInBrowser('who is invited in the console joins from the mail, with a name and a password', async () => {
    const { page, context } = await desk(browser, server, { path: '/console/settings?section=people' });
    await page.getByRole('button', { name: 'Invite a person' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite a person' });
    await dialog.getByLabel('E-mail').fill('bea');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await dialog.getByText('Write a whole address, like name@example.com.').waitFor();
    await dialog.getByLabel('E-mail').fill('bea@shop.example');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await dialog.getByText('An invitation is on its way to bea@shop.example.').waitFor();
    expect(await faults(page)).toEqual([]);
    const shown = await dialog.getByLabel('Link', { exact: true }).textContent();
    expect(await mailTo('bea@shop.example', 'join')).toBe(shown);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'New link for bea@shop.example' }).waitFor();
    expect(await faults(page)).toEqual([]);

    const hers = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await hers.goto(shown!);
    await hers.getByText('sign in as bea@shop.example').waitFor();
    await hers.getByRole('button', { name: 'Join' }).click();
    await hers.getByText('At least 8 characters are needed.').waitFor();
    expect(await faults(hers)).toEqual([]);
    await hers.getByLabel('Your name').fill('Bea van Dam');
    await hers.getByLabel('Password', { exact: true }).fill('a password of Bea');
    await hers.getByRole('button', { name: 'Join' }).click();
    await hers.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(new URL(hers.url()).pathname).toBe('/console/inbox');
    await hers.getByRole('button', { name: /^Bea, / }).waitFor();
    await hers.reload();
    await hers.getByRole('navigation', { name: 'Main' }).waitFor();
    await hers.context().close();

    const late = await (await browser.newContext()).newPage();
    await late.goto(shown!);
    await late.getByText('has been used already').waitFor();
    expect(await faults(late)).toEqual([]);
    await late.getByRole('link', { name: 'Sign in' }).click();
    await forgets(late);
    await late.context().close();
    await context.close();
  });
});

async function forgets(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('bea@shop.example');
  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('If somebody signs in with bea@shop.example').waitFor();
  await page.goto(await mailTo('bea@shop.example', 'reset'));
  await page.getByLabel('New password', { exact: true }).fill('a second password');
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
