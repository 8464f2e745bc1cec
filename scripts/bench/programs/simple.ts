// The simplest honest program: socket.io, one INSERT a message, acknowledge, emit to the agent's room.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { Server } from 'socket.io';

interface Asked {
  agent: string;
  session: string;
  /** Each message is answered so much later, by one that is stored before it is sent. */
  answersAfterMs: number;
}

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['BENCH_DATABASE_URL'], max: 20 });
  await pool.query(`CREATE TABLE IF NOT EXISTS messages (id bigserial PRIMARY KEY, session_id text NOT NULL,
    client_message_id text NOT NULL, body text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`);
  const http = createServer();
  const io = new Server(http, { perMessageDeflate: false });
  const store = async (session: string, message: { clientMessageId: string; text: string }) => {
    const { rows } = await pool.query<{ id: string }>(
      'INSERT INTO messages (session_id, client_message_id, body) VALUES ($1, $2, $3) RETURNING id',
      [session, message.clientMessageId, message.text],
    );
    return rows[0]!.id;
  };
  io.on('connection', (socket) => {
    const { agent, session, answersAfterMs } = socket.handshake.auth as Partial<Asked>;
    if (!session) return void socket.join(`agent:${agent}`);
    async function answer(text: string) {
      await pause(answersAfterMs);
      await store(session!, { clientMessageId: randomUUID(), text });
      socket.emit('message:new', { sender: 'ai', type: 'text', content: { text } });
    }
    socket.on(
      'message:send',
      (message: { clientMessageId: string; text: string }, ack: (reply: object) => void) => {
        void store(session, message).then((id) => {
          ack({ ok: true, id });
          io.to(`agent:${agent}`).emit('message:new', { ...message, session });
          if (answersAfterMs !== undefined) void answer(message.text);
        });
      },
    );
  });
  http.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
  });
  process.on('message', (question) => {
    if (question === 'memory') process.send?.({ memory: memory() });
  });
}

function memory(): number {
  global.gc?.();
  return process.memoryUsage().rss;
}

void main();
