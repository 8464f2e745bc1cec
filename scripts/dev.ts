// npm run dev: the real app on a throw-away database, with people to sign in as, and a customer's phone. The same class
// boots every test.
import { startFakeWhatsApp } from '../test/dev-env/fake-whatsapp';
import { startPhone } from '../test/dev-env/phone';
import { TestServer } from '../test/dev-env/test-server';

const { PORT: port = '3000', PHONE_PORT: phonePort = '3001' } = process.env;

/** A WhatsApp channel whose Graph API is a fake beside this server, and the page of a phone that writes to it. */
async function connectPhone(server: TestServer) {
  const whatsapp = await startFakeWhatsApp();
  const body = { name: 'WhatsApp', type: 'whatsapp', config: whatsapp.config };
  const made = await server.request('POST', 'channels', { body });
  const { id } = made.body as { id: string };
  const webhook = `${server.url}/webhooks/whatsapp/${id}`;
  const phone = await startPhone({ whatsapp, webhook, port: Number(phonePort) });
  return { phone, close: () => Promise.all([phone.close(), whatsapp.close()]) };
}

async function main(): Promise<void> {
  const server = await TestServer.create({
    env: { PORT: port, LOG_LEVEL: 'info', EMBEDDINGS: 'built-in', FETCH_ALLOW: '127.0.0.0/8' },
  });
  const people = [
    server.admin,
    await server.addAgent('Mara Lind'),
    await server.addAgent('Jonas Weber', 'supervisor'),
  ];
  const { phone, close } = await connectPhone(server);
  console.log(`\n${server.url}/          the demo page\n${server.url}/console/  the console`);
  console.log(`${phone.url}          a customer's phone with WhatsApp\n`);
  for (const { email, password } of people) console.log(`${email.padEnd(40)} ${password}`);
  process.once('SIGINT', () => void Promise.all([close(), server.close()]).then(() => process.exit(0)));
}

void main();
