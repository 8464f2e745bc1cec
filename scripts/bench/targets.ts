// How the load reaches each program, and how the database is asked afterwards.
import { Pool } from 'pg';
import type { Target } from './load';
import { parentOf, type Program } from './processes';
import { Wire } from './wire';

export function bareTarget(name: string, program: Program, databaseUrl?: string): Target {
  return {
    name,
    program,
    async open(sessions, onMessage) {
      const url = program.ready['url']!;
      const agent = await Wire.connect(
        url,
        '/',
        { agent: 'one' },
        {
          'message:new': (message) => onMessage((message as { clientMessageId: string }).clientMessageId),
        },
      );
      const customers = await Promise.all(
        Array.from({ length: sessions }, (_, i) =>
          Wire.connect(url, '/', { agent: 'one', session: `s${i}` }),
        ),
      );
      return { customers, close: () => [agent, ...customers].forEach((wire) => wire.close()) };
    },
    ...(databaseUrl && {
      verify: (prefix: string) =>
        counts(
          databaseUrl,
          'SELECT count(*) AS stored, count(*) - count(DISTINCT client_message_id) AS problems FROM messages WHERE client_message_id LIKE $1',
          prefix,
        ),
    }),
  };
}

export function parleyTarget(name: string, program: Program): Target {
  const url = program.ready['url']!;
  let token: string | undefined;
  return {
    name,
    program,
    async open(sessions, onMessage) {
      token ??= await login(url, program.ready['email']!, program.ready['password']!);
      const agent = await Wire.connect(
        url,
        '/agent',
        { token },
        {
          'message:new': (message) =>
            onMessage((message as { metadata: { clientMessageId?: string } }).metadata.clientMessageId ?? ''),
        },
      );
      const customers: Wire[] = [];
      for (let start = 0; start < sessions; start += 50) {
        const batch = Array.from({ length: Math.min(50, sessions - start) }, () =>
          Wire.connect(url, '/customer', { channelKey: program.ready['channelKey'] }),
        );
        customers.push(...(await Promise.all(batch)));
      }
      // Each customer's session is claimed, so that the agent gets the bodies and the AI is out of the way.
      for (const customer of customers) {
        const ack = await customer.call<{ message: { sessionId: string } }>('message:send', {
          clientMessageId: `hello-${Math.random()}`,
          text: 'Hello, I have a question.',
        });
        const claimed = await agent.call<{ ok: boolean }>('session:claim', {
          sessionId: ack.message.sessionId,
        });
        if (!claimed.ok) throw new Error(JSON.stringify(claimed));
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return { customers, close: () => [agent, ...customers].forEach((wire) => wire.close()) };
    },
    // Stored once, and every session's numbers are 1..n.
    verify: (prefix) =>
      counts(
        program.ready['databaseUrl']!,
        `WITH mine AS (SELECT session_id, seq, client_message_id FROM messages WHERE client_message_id LIKE $1),
          gaps AS (SELECT count(*) AS broken FROM (
            SELECT session_id FROM messages WHERE session_id IN (SELECT DISTINCT session_id FROM mine)
            GROUP BY session_id HAVING max(seq) <> count(*)) AS s)
        SELECT count(*) AS stored, count(*) - count(DISTINCT client_message_id) + (SELECT broken FROM gaps) AS problems FROM mine`,
        prefix,
      ),
  };
}

/** The process id of the PostgreSQL server on this machine: the parent of any of its connections. */
export async function postmasterOf(databaseUrl: string): Promise<number> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = parentOf(rows[0]!.pid);
  await pool.end();
  return pid;
}

export async function login(url: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const body = (await response.json()) as { accessToken?: string };
  if (!body.accessToken) throw new Error(`login: ${response.status} ${JSON.stringify(body)}`);
  return body.accessToken;
}

async function counts(
  databaseUrl: string,
  sql: string,
  prefix: string,
): Promise<{ stored: number; problems: number }> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const { rows } = await pool.query<{ stored: string; problems: string }>(sql, [`${prefix}%`]);
  await pool.end();
  return { stored: Number(rows[0]!.stored), problems: Number(rows[0]!.problems) };
}
