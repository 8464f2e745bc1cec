// Bare socket.io. As a relay it is the ceiling of what a message can cost; idle it is the floor of a connection's memory.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { perMessageDeflate: false });
io.on('connection', (socket) => {
  const { agent, session } = socket.handshake.auth as { agent?: string; session?: string };
  if (!session) return void socket.join(`agent:${agent}`);
  void socket.join(`session:${session}`);
  socket.on('message:send', (message: object, ack: (reply: object) => void) => {
    ack({ ok: true });
    io.to(`agent:${agent}`).emit('message:new', { ...message, session });
  });
});
http.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
});
process.on('message', (question) => {
  if (question !== 'memory') return;
  global.gc?.();
  process.send?.({ memory: process.memoryUsage().rss });
});
