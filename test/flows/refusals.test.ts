// A start that cannot be says in a sentence what to change.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createHttpServer } from 'node:http';
import { readConfig } from '../../src/config';
import { listen } from '../../src/app/operations/http-server';
import { createLog } from '../../src/log';
import { startEmbeddedPostgres } from '../../src/stores/embedded/embedded-postgres';

const log = createLog('silent');
const onGone = (why: string) => {
  throw new Error(why);
};

test('TRUST_PROXY must name addresses', () => {
  expect(() => readConfig([], { TRUST_PROXY: 'foo' })).toThrow(/^TRUST_PROXY: .*foo/);
  expect(readConfig([], { TRUST_PROXY: 'loopback, 10.0.0.0/8' }).trustProxy).toEqual([
    'loopback',
    '10.0.0.0/8',
  ]);
});

test('A port that somebody has is named, with the variable to change', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const server = createHttpServer();
  await expect(listen(server, { port, host: '127.0.0.1', log })).rejects.toThrow(
    `Something listens on port ${port} already: stop it, or set PORT to another.`,
  );
  other.close();
});

test('A DATA_DIR that is a file is refused by its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-file-'));
  await writeFile(join(folder, 'file'), '');
  await expect(startEmbeddedPostgres({ dataDir: join(folder, 'file'), log, onGone })).rejects.toThrow(
    /^DATA_DIR cannot be used as a folder: /,
  );
  await rm(folder, { recursive: true });
});
