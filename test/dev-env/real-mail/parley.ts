// A Parley in a process of its own, since whom TLS trusts is settled when a process starts (NODE_EXTRA_CA_CERTS); it ends with
// whoever started it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface OwnParley {
  url: string;
  /** Of its own mail server. */
  smtpPort: number;
  /** A call of the REST API as the admin. */
  request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown; cookie: string }>;
  stop(): Promise<void>;
}

export interface Told {
  url: string;
  smtpPort: number;
  token: string;
}

export interface OwnParleyOptions {
  /** PEM file that it trusts, besides. */
  certificate: string;
  env: Record<string, string>;
  /** What the DNS says, by name. */
  txt: Record<string, string>;
}

export async function startOwnParley(options: OwnParleyOptions): Promise<OwnParley> {
  const child = fork(join(__dirname, 'parley-process.ts'), [JSON.stringify(options)], {
    execArgv: ['--require', 'tsx/cjs'],
    cwd: join(__dirname, '../../..'),
    env: { ...process.env, NODE_EXTRA_CA_CERTS: options.certificate },
  });
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('Parley did not start.'))),
  ])) as [Told];
  const { url, smtpPort, token } = told;
  return {
    url,
    smtpPort,
    async request(method, path, body) {
      const response = await fetch(`${url}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      return { status: response.status, body: await response.json().catch(() => undefined), cookie };
    },
    async stop() {
      const over = once(child, 'exit');
      child.disconnect();
      await over;
    },
  };
}
