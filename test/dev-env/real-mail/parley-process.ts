// What runs there.
import { TestServer } from '../test-server';
import type { OwnParleyOptions, Told } from './parley';

async function run({ env, txt }: OwnParleyOptions): Promise<void> {
  const nobody = (name: string) => Object.assign(new Error(`${name} is not there`), { code: 'ENOTFOUND' });
  const server = await TestServer.create({
    env,
    timing: {
      mail: {
        readers: { lookEveryMs: 100, retryMs: [100, 200], attentionMs: 500 },
        resolve: (name) => (txt[name] ? Promise.resolve([[txt[name]]]) : Promise.reject(nobody(name))),
      },
    },
  });
  process.once('disconnect', () => void server.close().finally(() => process.exit()));
  const told: Told = { url: server.url, smtpPort: server.app.smtpPort()!, token: await server.adminToken() };
  process.send!(told);
}

void run(JSON.parse(process.argv[2]!) as OwnParleyOptions);
