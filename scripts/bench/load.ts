// One message in flight a session: send, wait for the ack, send the next. Latency is from send to the agent's receipt.
import { cpuMicros, type Program } from './processes';
import { Wire } from './wire';

export interface Target {
  name: string;
  program: Program;
  /** The PostgreSQL server that it writes to. */
  postmaster?: number;
  /** Connects the agent and one customer a session, ready to send. */
  open(
    sessions: number,
    onMessage: (clientMessageId: string) => void,
  ): Promise<{ customers: Wire[]; close(): void }>;
  /** How many of the messages the store holds exactly once, in an unbroken sequence; undefined where there is no store. */
  verify?(prefix: string): Promise<{ stored: number; problems: number }>;
}

export interface Round {
  perSecond: number;
  p50: number;
  p99: number;
  cpuMicros: number;
  postgresMicros: number;
  acked: number;
  delivered: number;
  stored?: number;
  problems: number;
}

let run = 0;

export async function round(target: Target, sessions: number, seconds: number): Promise<Round> {
  const prefix = `r${process.pid}-${(run += 1)}-`;
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const { customers, close } = await target.open(sessions, (clientMessageId) => {
    const at = sentAt.get(clientMessageId);
    if (at === undefined) return;
    latencies.push(performance.now() - at);
    sentAt.delete(clientMessageId);
  });
  let acked = 0;
  let refused = 0;
  let counted = 0;
  const text = 'Where is my parcel? It should have been here yesterday. '.repeat(2);
  const pid = target.program.child.pid!;
  const cpu = () => [cpuMicros(pid), target.postmaster === undefined ? 0 : cpuMicros(target.postmaster)];
  const before = cpu();
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    customers.map(async (customer, index) => {
      for (let n = 0; performance.now() < until; n += 1) {
        const clientMessageId = `${prefix}${index}-${n}`;
        sentAt.set(clientMessageId, performance.now());
        const ack = await customer.call<{ ok: boolean }>('message:send', { clientMessageId, text });
        if (ack.ok) acked += 1;
        else refused += 1;
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  counted = acked;
  const [ours, postgres] = cpu().map((micros, index) => micros - before[index]!) as [number, number];
  const waitUntil = performance.now() + 5_000;
  while (sentAt.size > 0 && performance.now() < waitUntil)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const delivered = latencies.length;
  close();
  latencies.sort((a, b) => a - b);
  const verified = await target.verify?.(prefix);
  return {
    perSecond: counted / elapsed,
    p50: latencies[Math.floor(delivered * 0.5)] ?? NaN,
    p99: latencies[Math.floor(delivered * 0.99)] ?? NaN,
    cpuMicros: ours / counted,
    postgresMicros: postgres / counted,
    acked,
    delivered,
    ...(verified && { stored: verified.stored }),
    problems:
      refused + (acked - delivered) + (verified ? verified.problems + Math.abs(verified.stored - acked) : 0),
  };
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};
