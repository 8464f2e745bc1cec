// What `npm run doctor` says of a Parley that runs, and of what is wrong with it.
import { examine } from '../../src/cli/doctor';
import type { Finding } from '../../src/cli/doctor-finding';
import { readConfig } from '../../src/config';
import { fakeAccount, startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let mail: FakeMail;
beforeAll(async () => {
  [server, mail] = await Promise.all([
    TestServer.create({ env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' } }),
    startFakeMail(),
  ]);
  mail.smtp.needsSignIn = true;
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});

const records: Record<string, string> = {
  'shop.test': 'v=spf1 include:mx.test -all',
  '_dmarc.shop.test': 'v=DMARC1; p=none',
  'selector1._domainkey.shop.test': 'v=DKIM1; p=abc',
};

const fails = (code: string) => () => Promise.reject(Object.assign(new Error(`queryTxt ${code}`), { code }));
const noName = fails('ENOTFOUND');

const doctor = (publicUrl = server.url, known = records): Promise<Finding[]> =>
  examine({
    config: { ...server.config, publicUrl },
    localUrl: server.url,
    dns: {
      resolveTxt: (name) => (known[name] === undefined ? noName() : Promise.resolve([[known[name]]])),
    },
  });

const wrong = (findings: Finding[]): string[] =>
  findings.filter(({ state }) => state === 'wrong').map(({ what }) => what);

async function addChannel(name: string, pass: string): Promise<string> {
  const { smtp, imap } = mail;
  const account = { user: fakeAccount.user, pass };
  const { body } = await server.request('POST', 'channels', {
    body: {
      name,
      type: 'email',
      config: {
        address: fakeAccount.user,
        inboundSecret: 'a secret of sixteen',
        smtp: { host: smtp.host, port: smtp.port, ...account },
        imap: { host: imap.host, port: imap.port, secure: false, ...account },
      },
    },
  });
  return (body as { id: string }).id;
}

test('a Parley whose mailbox, proxy and domain are right has nothing wrong', async () => {
  const id = await addChannel('Right', fakeAccount.pass);
  const findings = await doctor();
  expect(wrong(findings)).toEqual([]);
  const said = findings.map(({ what }) => what).join('\n');
  for (const what of [
    'postgres store answers',
    'WebSockets come through',
    'refuses what is not signed',
    'may send by',
    'may read the mailbox',
    'SPF',
    'DKIM',
    'DMARC',
    'clock',
    'MB left',
  ])
    expect(said).toContain(what);
  await server.request('DELETE', `channels/${id}`);
});

test('what is wrong is said, with what to do', async () => {
  await addChannel('Wrong', 'not the password');
  const findings = await doctor('http://127.0.0.1:9/', {});
  const said = wrong(findings).join('\n');
  for (const what of ['cannot send by', 'cannot read its mailbox', 'is not reached', 'no SPF record'])
    expect(said).toContain(what);
  expect(findings.every(({ state, todo }) => (state === 'ok') === (todo === undefined))).toBe(true);
  expect(said).not.toContain('not the password');
  const deaf = await examine({
    config: server.config,
    localUrl: server.url,
    dns: { resolveTxt: fails('ETIMEOUT') },
  });
  expect(deaf.map(({ what }) => what).join()).toContain('DNS says nothing of shop.test: queryTxt ETIMEOUT');
  expect(wrong(deaf).join()).not.toContain('SPF');
  const nowhere = await examine({
    config: readConfig([], { DATA_DIR: '/nowhere', PORT: '9' }),
    localUrl: 'http://127.0.0.1:9',
    dns: { resolveTxt: () => Promise.reject(new Error()) },
  });
  expect(wrong(nowhere)).toEqual([
    expect.stringContaining('does not answer at'),
    expect.stringContaining('The database does not answer'),
  ]);
});
