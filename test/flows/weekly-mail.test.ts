// Last week's numbers by mail: once, to whoever wants them, and what became of it is said.
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { TestServer } from '../dev-env/test-server';
import type { WeeklyMail } from '../../src/protocol/weekly-mail';
import { eventuallyPasses } from '../../src/tools/eventually';

let server: TestServer;
let mail: FakeMail;

beforeAll(async () => {
  mail = await startFakeMail();
  server = await TestServer.create({
    env: {
      FETCH_ALLOW: '127.0.0.0/8',
      RATE_LIMITS: 'off',
      PARLEY_DEMO: 'off',
    },
  });
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});

const path = 'analytics/weekly-mail';
const state = async (token?: string) =>
  (await server.request('GET', path, token === undefined ? {} : { token })).body as WeeklyMail;
const want = (wanted: boolean, timeZone = 'Europe/Berlin') =>
  server.request('PUT', path, { body: { wanted, timeZone } });
const ring = () => server.app.queue.add('weekly-mails', {});
const mails = () => mail.smtp.mails().filter(({ to }) => to.includes(server.admin.email));
/** As if the newest mail had gone weeks ago. */
const fallBehind = () => server.query('UPDATE weekly_mails SET week = week - 21');

test('without a mailbox it says so; with one it sends one mail a week, however often it is rung', async () => {
  expect(await state()).toMatchObject({ wanted: false, whyNot: expect.stringContaining('no mailbox') });
  const channel = await server.request('POST', 'channels', {
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
  expect(channel.status).toBe(201);
  expect((await want(true, 'Mars/Olympus')).body).toMatchObject({ errors: [{ path: 'timeZone' }] });
  expect((await want(true)).body).toEqual({ wanted: true, state: 'none' });
  // The week that had begun when it was switched on is not told.
  await ring();
  await fallBehind();
  await Promise.all([ring(), ring(), ring()]);
  await eventuallyPasses(async () => expect(await state()).toMatchObject({ state: 'sent' }));
  await Promise.all([ring(), want(true), ring()]);
  await want(false);
  await want(true);
  await ring();
  await eventuallyPasses(async () => expect(await waiting()).toBe(0));
  expect(mails()).toHaveLength(1);
  const [sent] = mails();
  expect(sent!.header('subject')).toMatch(/^Conversations of .+ to /);
  expect(sent!.raw.toString()).toContain('under Analytics in the console');
  const another = await server.addOrganization();
  expect(await state(await server.login(another.email, another.password))).toMatchObject({ wanted: false });
});

test('what the server never took goes later, what it refused is said', async () => {
  const before = mails().length;
  mail.smtp.behave({ at: 'connect', code: 421 });
  await fallBehind();
  await ring();
  await eventuallyPasses(async () => expect(await state()).toMatchObject({ state: 'unreachable' }));
  mail.smtp.behave('normal');
  await ring();
  await eventuallyPasses(async () => expect(await state()).toMatchObject({ state: 'sent' }));
  expect(mails()).toHaveLength(before + 1);
  mail.smtp.behave({ at: 'rcpt', code: 550, message: 'No such user' });
  await fallBehind();
  await ring();
  await eventuallyPasses(async () =>
    expect(await state()).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('No such user'),
    }),
  );
  mail.smtp.behave('reset-after');
  await fallBehind();
  await ring();
  await eventuallyPasses(async () => expect(await state()).toMatchObject({ state: 'uncertain' }));
  await eventuallyPasses(async () => expect(await waiting()).toBe(0));
  mail.smtp.behave('normal');
  const heard = mail.smtp.heard;
  await ring();
  await eventuallyPasses(async () => expect(await waiting()).toBe(0));
  expect(mail.smtp.heard).toBe(heard);
});

const waiting = async () => {
  const rows = await server.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM parley_jobs._private_jobs j JOIN parley_jobs._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'weekly-mails'`,
  );
  return rows[0]!.n;
};

test('it is written in the language that its reader has chosen', async () => {
  mail.smtp.behave('normal');
  await server.request('PATCH', 'agents/me', { body: { language: 'de' } });
  await fallBehind();
  await ring();
  await eventuallyPasses(async () =>
    expect(mails().at(-1)!.header('subject')).toMatch(/^Unterhaltungen von .+ bis /),
  );
});
