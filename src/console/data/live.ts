// The socket: connects with the current token, renews a login that was refused, and asks with acks that always end.
import { io, type Socket } from 'socket.io-client';
import type { Auth } from './auth';
import { Failure, fromWire, noAnswer, type WireError } from './failure';
import { t } from '../i18n/translate';

export type Live = ReturnType<typeof createLive>;

type Ack = { ok: true } | { ok: false; error: WireError };

const ackMs = 10_000;

export function createLive({ auth }: { auth: Auth }) {
  const socket = openSocket(auth);
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let wanted = false;

  /** After a refusal or a disconnect by the server socket.io does not come back by itself. */
  function again(refresh: boolean, retryAfter?: number): void {
    clearTimeout(retry);
    const wait = Math.min(15_000, 500 * 2 ** tries) * (0.5 + Math.random());
    tries += 1;
    retry = setTimeout(
      () => {
        void (refresh ? auth.refresh() : Promise.resolve())
          .then(() => wanted && socket.connect())
          .catch(() => wanted && auth.state.get().status === 'in' && again(refresh));
      },
      retryAfter === undefined ? wait : retryAfter * 1000,
    );
  }

  socket.on('connect', () => {
    tries = 0;
  });
  socket.on('connect_error', (error: Error & { data?: WireError }) => {
    if (socket.active || error.data?.code === 'forbidden') return;
    again(error.data?.code === 'unauthenticated' || error.data === undefined, error.data?.retryAfter);
  });
  socket.on('disconnect', (reason) => {
    if (wanted && reason === 'io server disconnect') again(true);
  });

  // The login was renewed: the socket lives on under the new token.
  auth.onToken((token) => {
    if (socket.connected) socket.emit('auth:refresh', { token }, () => undefined);
  });

  return {
    socket,
    start(): void {
      wanted = true;
      socket.connect();
    },
    stop(): void {
      wanted = false;
      clearTimeout(retry);
      socket.disconnect();
    },
    connected: () => socket.connected,
    ask: <T>(event: string, body: object) => ask<T>(socket, event, body),
    /** Says something that may be lost. */
    tell(event: string, body: object): void {
      if (socket.connected) socket.volatile.emit(event, body, () => undefined);
    },
  };
}

function openSocket(auth: Auth): Socket {
  return io('/agent', {
    autoConnect: false,
    transports: ['websocket', 'polling'],
    auth: (give) => give({ token: auth.token() ?? '' }),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
}

/** @throws Failure: what the server refused, or `unreachable` when it did not answer in time. */
async function ask<T>(socket: Socket, event: string, body: object): Promise<T> {
  if (!socket.connected) throw noAnswer();
  const ack = (await socket
    .timeout(ackMs)
    .emitWithAck(event, body)
    .catch(() => {
      throw noAnswer();
    })) as Ack | undefined;
  if (!ack) throw new Failure('internal', t('The server gave no answer. Try again.'));
  if (!ack.ok) throw fromWire(ack.error);
  return ack as T;
}
