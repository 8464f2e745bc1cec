// Parley as a separate process that can be killed: the built program on its own data directory or on servers by URL.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../test/dev-env/free-port';

export interface KillableServer {
  url: string;
  email: string;
  password: string;
  /** @param more environment of this start only */
  start(more?: Record<string, string>): Promise<void>;
  /** SIGKILL to the process; what it started lives on, as after a crash. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function killableServer(env: Record<string, string>): Promise<KillableServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [email, password] = ['admin@fault.test', 'correct horse battery'];
  let child: ChildProcess | undefined;

  async function start(more: Record<string, string> = {}): Promise<void> {
    child = spawn('node', [join(__dirname, '../../dist/main.js')], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        PARLEY_ADMIN_EMAIL: email,
        PARLEY_ADMIN_PASSWORD: password,
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'warn',
        ...env,
        ...more,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const until = Date.now() + 90_000;
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
      const ready = await fetch(`${url}/readyz`).catch(() => undefined);
      if (ready?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the server was not ready after 90 s');
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  return { url, email, password, start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
