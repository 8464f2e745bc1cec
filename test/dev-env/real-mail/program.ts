// A server of others, in a process group of its own, for as long as a test wants it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from '../../../src/tools/eventually';

export interface Program {
  stop(): Promise<void>;
}

/** Resolves once something answers at the port. */
export async function startProgram(command: string, args: string[], port: number): Promise<Program> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
  let isOver = false;
  const over = once(child, 'exit').finally(() => (isOver = true));
  over.catch(() => undefined);
  await eventually(() => isOver || answers(port));
  if (isOver) throw new Error(`${command} did not start: ${said}`);
  return {
    async stop() {
      child.kill('SIGTERM');
      await over;
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
