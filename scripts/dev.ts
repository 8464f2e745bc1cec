// npm run dev: the real app on a throw-away database, with people to sign in as, a customer's phone and mailbox. The same class
// boots every test.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeAccount, startFakeMail } from '../test/dev-env/fake-mail';
import { startFakeWhatsApp } from '../test/dev-env/fake-whatsapp';
import { startMailboxPage } from '../test/dev-env/mailbox-page';
import { startPhone } from '../test/dev-env/phone';
import { TestServer } from '../test/dev-env/test-server';

const { PORT: port = '3000', PHONE_PORT: phonePort = '3001', MAIL_PORT: mailPort = '3002' } = process.env;
const { UI_PORT: uiPort = '3003' } = process.env;

/** A WhatsApp channel whose Graph API is a fake beside this server, and the page of a phone that writes to it. */
async function connectPhone(server: TestServer) {
  const whatsapp = await startFakeWhatsApp();
  const config = { ...whatsapp.config, businessAccountId: whatsapp.accountId };
  const body = { name: 'WhatsApp', type: 'whatsapp', config };
  const made = await server.request('POST', 'channels', { body });
  const { id } = made.body as { id: string };
  const webhook = `${server.url}/webhooks/whatsapp/${id}`;
  const phone = await startPhone({ whatsapp, webhook, port: Number(phonePort) });
  return { phone, close: () => Promise.all([phone.close(), whatsapp.close()]) };
}

/** A channel of e-mail whose mailbox is a fake beside this server, and the page of a customer who writes to it. */
async function connectMailbox(server: TestServer) {
  const mail = await startFakeMail();
  const authservId = 'mx.shop.test';
  const address = fakeAccount.user;
  const { smtp, imap } = mail;
  const config = {
    address,
    name: 'Shop',
    signature: 'Your Shop',
    inboundSecret: randomBytes(16).toString('hex'),
    authservId,
    smtp: { host: smtp.host, port: smtp.port, ...fakeAccount },
    imap: { host: imap.host, port: imap.port, secure: false, ...fakeAccount },
  };
  await server.request('POST', 'channels', { body: { name: 'E-mail', type: 'email', config } });
  const page = await startMailboxPage({ mail, address, authservId, port: Number(mailPort) });
  return { page, close: () => Promise.all([page.close(), mail.stop()]) };
}

/** What the console's screens share, each in its states. */
async function showStates() {
  const { createServer } = await import('vite');
  const configFile = join(__dirname, '../src/console/vite.config.ts');
  const vite = await createServer({
    configFile,
    cacheDir: join(__dirname, '../.cache/vite'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: Number(uiPort) },
  });
  await vite.listen();
  return {
    url: `http://127.0.0.1:${vite.config.server.port}/console/ui/states.html`,
    close: () => vite.close(),
  };
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-dev-'));
  const server = await TestServer.create({
    env: {
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      EMBEDDINGS: 'built-in',
      FETCH_ALLOW: '127.0.0.0/8',
    },
  });
  const people = [
    server.admin,
    await server.addAgent('Mara Lind'),
    await server.addAgent('Jonas Weber', 'supervisor'),
  ];
  const { phone, close } = await connectPhone(server);
  const mailbox = await connectMailbox(server);
  const states = await showStates();
  console.log(`\n${server.url}/          the demo page\n${server.url}/console/  the console`);
  console.log(`${phone.url}          a customer's phone with WhatsApp`);
  console.log(`${mailbox.page.url}          a customer's mailbox`);
  console.log(`${states.url}  what the console's screens share, in its states\n`);
  for (const { email, password } of people) console.log(`${email.padEnd(40)} ${password}`);
  async function end(): Promise<void> {
    await Promise.all([close(), mailbox.close(), states.close(), server.close()]);
    await rm(dataDir, { recursive: true, force: true });
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
}

void main();
