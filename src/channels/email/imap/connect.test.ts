import { createServer, type AddressInfo, type Socket } from 'node:net';
import { connectMailbox, troubleOf } from './connect';

/** What becomes of a sign-in at a server on the internet that greets with these capabilities. */
async function troubleWith(capabilities: string, onStartTls: (socket: Socket, tag: string) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write(`* OK [CAPABILITY IMAP4rev1 ${capabilities}] Ready.\r\n`);
    socket.on('data', (line) => {
      const [tag = '', command = ''] = line.toString().trim().split(' ');
      if (command === 'STARTTLS') onStartTls(socket, tag);
      else socket.write(`${tag} OK Done.\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = { host: 'mail.shop.test', port, user: 'ada', pass: 'secret' };
  try {
    await connectMailbox({
      settings,
      resolveHost: () => Promise.resolve({ host: '127.0.0.1', isPublic: true }),
      silenceMs: 240_000,
    });
    throw new Error('it was signed in');
  } catch (error) {
    return troubleOf(error, settings);
  } finally {
    server.close();
  }
}

it('waits for a person where nothing is encrypted', async () => {
  expect(await troubleWith('AUTH=PLAIN', () => undefined)).toMatchObject({
    state: 'needs_attention',
    error: expect.stringContaining('does not offer an encrypted connection'),
  });
});

it.each<[when: string, breaks: (socket: Socket, tag: string) => void]>([
  ['before it begins', (socket) => socket.destroy()],
  ['as it begins', (socket, tag) => socket.end(`${tag} OK Begin.\r\n`)],
])('tries again where the server is gone while it is encrypted, %s', async (_, breaks) => {
  expect(await troubleWith('STARTTLS AUTH=PLAIN', breaks)).toMatchObject({ state: 'trouble' });
});
