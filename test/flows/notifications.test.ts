// What agents are told of, and in which ways, is theirs to choose; who has no console open is mailed once for several things.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { NotificationSettings } from '../../src/protocol/notifications';
import { eventuallyPasses } from '../../src/tools/eventually';
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { ownAddress } from '../dev-env/free-port';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { customer, faults, useDesk } from './console-desk';

const path = 'agents/me/notifications';

describe('notifications by mail', () => {
  let server: TestServer;
  let mail: FakeMail;

  beforeAll(async () => {
    mail = await startFakeMail();
    server = await TestServer.create({
      env: {
        FETCH_ALLOW: '127.0.0.0/8',
        RATE_LIMITS: 'off',
        PARLEY_DEMO: 'off',
        ...(await ownAddress()),
      },
    });
  });
  afterAll(async () => {
    await server?.close();
    await mail?.stop();
  });

  const settings = async (token: string) =>
    (await server.request('GET', path, { token })).body as NotificationSettings;
  const choose = (token: string, choices: object) =>
    server.request('PATCH', path, { token, body: { choices } });
  const waiting = async (agentId: string) =>
    (
      await server.query<{ kind: string }>('SELECT kind FROM mail_news WHERE agent_id = $1 ORDER BY at', [
        agentId,
      ])
    ).map(({ kind }) => kind);
  /** Before its time. */
  const ring = (agentId: string) =>
    server.app.queue.add(
      'news-mail',
      { organizationId: server.organizationId, agentId },
      { key: `news-mail:${agentId}` },
    );
  const mailsTo = (email: string) => mail.smtp.mails().filter(({ to }) => to.includes(email));

  const failed = async (task: string) => {
    const rows = await server.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM parley_jobs._private_jobs j JOIN parley_jobs._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = $1 AND j.last_error IS NOT NULL`,
      [task],
    );
    return rows[0]!.n;
  };

  /** A customer whom this agent has. */
  async function held(token: string, text: string) {
    const visitor = await customer(server, { firstName: 'Mona' });
    const { sessionId } = await visitor.say(text);
    expect((await server.request('POST', `sessions/${sessionId}/claim`, { token, body: {} })).status).toBe(
      200,
    );
    return { visitor, sessionId };
  }

  test('what nobody chose is as it was, and a change is of one thing of one agent', async () => {
    const [grace, lin] = [await server.addAgent('Grace'), await server.addAgent('Lin')];
    const first = await settings(grace.token);
    expect(first.whyNoMail).toContain('no mailbox');
    expect(first.choices.mentioned).toEqual({ desktop: true, sound: true, push: true, mail: false });
    const changed = await choose(grace.token, { mentioned: { mail: true }, waiting: { desktop: false } });
    expect((changed.body as NotificationSettings).choices).toEqual({
      ...first.choices,
      mentioned: { ...first.choices.mentioned, mail: true },
      waiting: { ...first.choices.waiting, desktop: false },
    });
    expect((await settings(lin.token)).choices).toEqual(first.choices);
    for (const [wrong, at] of [
      [{ mentioned: { fax: true } }, 'choices.mentioned'],
      [{ gossip: { mail: true } }, 'choices'],
      [{ mentioned: { mail: 'yes' } }, 'choices.mentioned.mail'],
    ] as const) {
      const { status, body } = await choose(grace.token, wrong);
      expect([status, (body as { errors: Array<{ path: string }> }).errors[0]!.path]).toEqual([400, at]);
    }
    const key = await server.request('POST', 'api-keys', {
      body: { name: randomUUID(), permissions: ['sessions:read'] },
    });
    const { status, body } = await server.request('GET', path, { token: (key.body as { key: string }).key });
    expect([status, (body as { detail: string }).detail]).toEqual([
      403,
      'Only an agent is told of conversations.',
    ]);
  });

  test('one mail tells several things to whoever has no console open, and nothing that is over', async () => {
    await server.request('POST', 'channels', {
      body: {
        name: 'Mail',
        type: 'email',
        config: {
          address: 'support@shop.test',
          inboundSecret: 'the secret of the webhook',
          smtp: { host: mail.smtp.host, port: mail.smtp.port },
        },
      },
    });
    const { agentId, email, token } = await server.addAgent('Ada');
    const lin = await server.addAgent('Lin');
    expect(await settings(token)).not.toHaveProperty('whyNoMail');
    await choose(token, { message: { mail: true }, mentioned: { mail: true } });
    const { visitor, sessionId } = await held(token, 'Where is my parcel?');
    const other = await held(token, 'My tent leaks.');
    await visitor.say('Hello?');
    await other.visitor.say('It rains in.');
    await server.request('POST', `sessions/${sessionId}/messages`, {
      token: lin.token,
      body: { text: '@Ada, look', note: true, clientMessageId: randomUUID(), mentions: [agentId] },
    });
    const noted = await server.request('POST', `customers/${visitor.id}/notes`, {
      token: lin.token,
      body: { text: '@Ada, her parcel', mentions: [agentId] },
    });
    const { id: noteId } = noted.body as { id: string };
    await eventuallyPasses(async () =>
      expect((await waiting(agentId)).sort()).toEqual(['mentioned', 'mentioned', 'message', 'message']),
    );
    expect(await waiting(lin.agentId)).toEqual([]);
    // What she has answered elsewhere by then is no news.
    await server.request('POST', `sessions/${other.sessionId}/close`, { token, body: {} });
    await Promise.all([ring(agentId), ring(agentId)]);
    await eventuallyPasses(async () => expect(mailsTo(email)).toHaveLength(1));
    const [sent] = mailsTo(email);
    expect(sent!.header('subject')).toBe('3 things wait for you in Parley');
    const text = sent!.raw.toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
    expect(text).toContain('A customer wrote to you: Mona');
    expect(text).toContain(`${server.url}/console/inbox/${sessionId}?tab=all`);
    expect(text).toContain(`${server.url}/console/customers/${visitor.id}?note=${noteId}`);
    expect(text).toContain(`${server.url}/console/settings?section=notifications`);
    expect(text).not.toContain('parcel');
    expect(await waiting(agentId)).toEqual([]);

    // The next one is in the language that she has chosen since. What the server did not take waits for the next try.
    await server.request('PATCH', 'agents/me', { token, body: { language: 'de' } });
    mail.smtp.behave({ at: 'connect', code: 421 });
    await visitor.say('Still nothing.');
    await eventuallyPasses(async () => expect(await waiting(agentId)).toEqual(['message']));
    await ring(agentId);
    await eventuallyPasses(async () => expect(await failed('news-mail')).toBe(1));
    expect(await waiting(agentId)).toEqual(['message']);
    mail.smtp.behave('normal');
    await eventuallyPasses(async () => {
      await ring(agentId);
      expect(mailsTo(email)).toHaveLength(2);
    });
    expect(mailsTo(email)[1]!.header('subject')).toBe('Ein Kunde hat Ihnen geschrieben: Mona');

    const console = server.socket('/agent', { token });
    await new Promise((resolve, reject) => console.once('ready', resolve).once('connect_error', reject));
    await visitor.say('Are you there?');
    await eventuallyPasses(async () => expect(await waiting(agentId)).toEqual(['message']));
    await ring(agentId);
    await eventuallyPasses(async () => expect(await waiting(agentId)).toEqual([]));
  });

  test('what waits for a mail goes with the erased customer, and with the agent', async () => {
    const { agentId, token } = await server.addAgent('Noor');
    await choose(token, { message: { mail: true } });
    const { visitor, sessionId } = await held(token, 'Forget me.');
    await visitor.say('Please.');
    await eventuallyPasses(async () => expect(await waiting(agentId)).toEqual(['message']));
    await server.request('POST', `sessions/${sessionId}/close`, { token, body: {} });
    expect((await server.request('DELETE', `customers/${visitor.id}`)).status).toBe(200);
    expect(await waiting(agentId)).toEqual([]);
    await server.query('DELETE FROM agents WHERE id = $1', [agentId]);
    expect(await server.query('SELECT 1 FROM notification_choices WHERE agent_id = $1', [agentId])).toEqual(
      [],
    );
  });
});

inBrowser('notifications in the console in Chromium', () => {
  const at = useDesk();

  const open = async (page: Page) => {
    await page.goto(`${at.server.url}/console/settings?section=notifications`);
    await page.getByRole('table').waitFor();
  };

  test('a table of switches by keyboard and on a phone; what is switched off is not shown', async () => {
    const { email, password, token, agentId } = await at.server.addAgent('Grace');
    const page = await at.open({ email, password, viewport: { width: 390, height: 900 } });
    await open(page);
    expect(await faults(page)).toEqual([]);
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390),
    );
    await eventuallyPasses(async () =>
      expect(await page.getByRole('switch', { name: 'A colleague mentioned you: Mail' }).isChecked()).toBe(
        false,
      ),
    );
    const desktop = page.getByRole('switch', { name: 'A conversation is yours now: Desktop' });
    await desktop.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await eventuallyPasses(async () => {
      const { body } = await at.server.request('GET', path, { token });
      expect((body as NotificationSettings).choices.assigned).toMatchObject({ desktop: false, sound: false });
    });
    await page.reload();
    await page.getByRole('table').waitFor();
    await eventuallyPasses(async () => expect(await desktop.isChecked()).toBe(false));

    const visitor = await customer(at.server, { firstName: 'Mona' });
    await visitor.say('Where is my parcel?');
    const sessionId = await visitor.askForPerson();
    await at.server.request('POST', `sessions/${sessionId}/transfer`, { body: { to: { agentId } } });
    await at.server.request('POST', `sessions/${sessionId}/messages`, {
      body: { text: '@Grace', note: true, clientMessageId: randomUUID(), mentions: [agentId] },
    });
    // It came after the other, which would stand above it.
    await page
      .getByText(/mentioned you/)
      .nth(1)
      .waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByText('A conversation is yours now').count()).toBe(1),
    );
  });
});
