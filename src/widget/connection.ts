// The socket to the server: when it counts as live, how a call is answered, and what is tried again by itself.
import { Manager, type Socket } from 'socket.io-client';
import { isRetryable } from '../protocol/retryable';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import { serverUrl } from './server-url';

export interface Failure {
  /** A code of `src/errors.ts`, or `offline` when no answer came. */
  code: string;
  message: string;
  /** Seconds. */
  retryAfter?: number;
}

export type Ack<T> = ({ ok: true } & T) | { ok: false; error: Failure };

interface Hours {
  open: boolean;
  opensAt?: string;
}

export interface Ready {
  visitorToken: string;
  customer: { id: string; name?: string; verified: boolean; blocked?: boolean };
  session: Session | null;
  /** The open conversation that this browser began before it signed in. */
  anonymousSession?: Session;
  /** When the sign-in runs out. */
  expiresAt?: string;
  /** How to greet who comes back. */
  welcomeBack?: string;
  /** What the signed identity says and could not be used. */
  identityIssues?: { path: string; message: string }[];
  channel: {
    name: string;
    greeting?: string;
    businessHours?: Hours;
    /** By the id of the team that is waited for. */
    teamHours?: Record<string, Hours>;
    suggestedQuestions?: string[];
    /** Answers that come while nobody looks are heard, unless false. */
    sound?: boolean;
    /** What is asked before the first word. */
    preChat?: ('name' | 'email' | 'phone')[];
    /** A copy of a conversation can be had by mail. */
    transcripts?: boolean;
    /** Whether anybody of the team is online. */
    online?: boolean;
  };
}

/** Complete up to `headSeq`; with `more`, ask again after it. */
export interface Page {
  session: Session | null;
  messages: Message[];
  headSeq: number;
  more?: true;
}

export interface Typing {
  sessionId?: string;
  sender: string;
  senderName?: string;
  typing: boolean;
}

export interface ServerEvents {
  ready: (ready: Ready) => void;
  'message:new': (message: Message) => void;
  'message:update': (change: Partial<Message> & { id: string }) => void;
  'message:stream': (piece: { sessionId: string; draftId: string; offset: number; delta: string }) => void;
  'session:update': (session: Session) => void;
  typing: (typing: Typing) => void;
  heartbeat: (beat: { headSeq: number; sessions?: Record<string, number> }) => void;
  /** Hours, and who of the team is there. */
  'channel:update': (change: Partial<Ready['channel']>) => void;
  /** The team has blocked the customer, or does so no more. */
  'customer:update': (change: { blocked: boolean }) => void;
  /** The sign-in ran out or ended: the socket is closed after it. */
  'auth:expired': () => void;
}

export interface Connection {
  /** Between `ready` and the next break. */
  live(): boolean;
  /** Never rejects; `offline` means that nobody knows whether the server did it. */
  call<T>(event: string, body: object): Promise<Ack<T>>;
  /** With the credentials of now. */
  reconnect(): void;
}

const ackTimeoutMs = 10_000;

interface ConnectionDeps {
  auth: () => Record<string, unknown>;
  on: ServerEvents;
  /** The connection is gone and is being tried again. */
  broken: () => void;
  /** The server said no to the handshake, and trying again by itself is no use. */
  refused: (failure: Failure) => void;
}

export function createConnection(deps: ConnectionDeps): Connection {
  let live = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const socket = createSocket(deps.auth);

  const connectIn = (seconds: number) => {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), seconds * 1_000 * (1 + Math.random() / 2));
  };
  const reconnect = () => {
    clearTimeout(retry);
    live = false;
    socket.disconnect().connect();
  };
  const backOnline = () => !socket.connected && reconnect();

  for (const [event, listener] of Object.entries(deps.on)) socket.on(event, listener as () => void);
  socket.off('ready');
  socket.on('ready', (ready: Ready) => {
    live = true;
    deps.on.ready(ready);
  });
  socket.on('disconnect', (reason) => {
    live = false;
    deps.broken();
    if (reason === 'io server disconnect') connectIn(1);
  });
  socket.on('connect_error', (error: Error & { data?: Failure }) => {
    deps.broken();
    if (socket.active) return;
    const failure = error.data ?? { code: 'internal', message: error.message };
    if (isRetryable(failure.code)) connectIn(failure.retryAfter ?? 5);
    else deps.refused(failure);
  });
  addEventListener('online', backOnline);

  return {
    live: () => live,
    reconnect,
    async call<T>(event: string, body: object): Promise<Ack<T>> {
      if (!live) return unanswered;
      try {
        return (await socket.timeout(ackTimeoutMs).emitWithAck(event, body)) as Ack<T>;
      } catch {
        return unanswered;
      }
    },
  };
}

function createSocket(auth: ConnectionDeps['auth']): Socket {
  const { origin, pathname } = new URL(serverUrl('socket.io'));
  const manager = new Manager(origin, {
    path: pathname,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    // Long-polling finds its node again by the proxy's cookie.
    withCredentials: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 8_000,
  });
  return manager.socket('/customer', { auth: (give: (auth: object) => void) => give(auth()) });
}

const unanswered = { ok: false, error: { code: 'offline', message: 'No answer came.' } } as const;
