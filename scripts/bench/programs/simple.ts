// The simplest honest program: socket.io, one INSERT a message, acknowledge, emit to the agent's room.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { Server } from 'socket.io';

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['BENCH_DATABASE_URL'], max: 20 });
  await pool.query(`CREATE TABLE IF NOT EXISTS messages (id bigserial PRIMARY KEY, session_id text NOT NULL,
    client_message_id text NOT NULL, body text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`);
  const http = createServer();
  const io = new Server(http, { perMessageDeflate: false });
  io.on('connection', (socket) => {
    const { agent, session } = socket.handshake.auth as { agent?: string; session?: string };
    if (!session) return void socket.join(`agent:${agent}`);
    socket.on(
      'message:send',
      (message: { clientMessageId: string; text: string }, ack: (reply: object) => void) => {
        void pool
          .query(
            'INSERT INTO messages (session_id, client_message_id, body) VALUES ($1, $2, $3) RETURNING id',
            [session, message.clientMessageId, message.text],
          )
          .then(({ rows }) => {
            ack({ ok: true, id: (rows[0] as { id: string }).id });
            io.to(`agent:${agent}`).emit('message:new', { ...message, session });
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
