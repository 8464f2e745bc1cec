// npm run dev: the real app on a throw-away database, with people to sign in as. The same class boots every test.
import { TestServer } from '../test/dev-env/test-server';

async function main(): Promise<void> {
  const server = await TestServer.create({
    env: { PORT: process.env['PORT'] ?? '3000', LOG_LEVEL: 'info', EMBEDDINGS: 'built-in' },
  });
  const people = [
    server.admin,
    await server.addAgent('Mara Lind'),
    await server.addAgent('Jonas Weber', 'supervisor'),
  ];
  console.log(`\n${server.url}/          the demo page\n${server.url}/console/  the console\n`);
  for (const { email, password } of people) console.log(`${email.padEnd(40)} ${password}`);
  process.once('SIGINT', () => void server.close().then(() => process.exit(0)));
}

void main();
