// A customer's client as it should be: keeps what is not acked, sends it again after a reconnect, syncs from the log.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Message, Session } from '../../src/protocol/things';
import type { History } from './checker';

interface Ready {
  visitorToken: string;
  session: Session | null;
}

interface Ack {
  ok: boolean;
  message?: Message;
  messages?: Message[];
  session?: Session | null;
  headSeq?: number;
  more?: boolean;
  error?: { code: string; message: string };
}

export interface CustomerClientOptions {
  url: string;
  channelKey: string;
  name: string;
  ackTimeoutMs?: number;
}

export class CustomerClient {
  readonly socket: Socket;
  readonly history: History;
  /** How long each disconnect lasted until the client was in sync again, in ms. */
  readonly recoveries: number[] = [];
  private visitorToken: string | undefined;
  private readonly byId = new Map<string, Message>();
  /** Up to this number nothing is missing in `sessionId`. */
  private complete = 0;
  private syncing: Promise<void> | undefined;
  private sessionId: string | undefined;
  private goneSince: number | undefined;
  private synced: Promise<void> = Promise.resolve();
  private readonly ackTimeoutMs: number;

  constructor(options: CustomerClientOptions) {
    this.ackTimeoutMs = options.ackTimeoutMs ?? 5_000;
    this.history = { client: options.name, sessionIds: new Set(), sent: [], shown: [] };
    this.socket = io(`${options.url}/customer`, {
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 100,
      reconnectionDelayMax: 1_000,
      auth: (give) =>
        give({
          channelKey: options.channelKey,
          ...(this.visitorToken && { visitorToken: this.visitorToken }),
        }),
    });
    this.socket.on('ready', (ready: Ready) => {
      this.visitorToken = ready.visitorToken;
      if (ready.session) this.own(ready.session.id);
      this.synced = this.catchUp();
    });
    this.socket.on('disconnect', () => (this.goneSince ??= Date.now()));
    this.socket.on('message:new', (message: Message) => this.show(message));
    this.socket.on('heartbeat', ({ headSeq }: { headSeq: number }) => {
      if (headSeq > this.complete) void this.sync().catch(() => undefined);
    });
  }

  /** Resolves once acked, however many reconnects that takes; rejects after `giveUpMs`, and the outcome is unknown. */
  async send(text: string, giveUpMs = 60_000): Promise<Message> {
    const record: History['sent'][number] = { clientMessageId: randomUUID(), outcome: 'unknown' };
    this.history.sent.push(record);
    const until = Date.now() + giveUpMs;
    while (Date.now() < until) {
      const ack = await this.call('message:send', { clientMessageId: record.clientMessageId, text }).catch(
        () => undefined,
      );
      if (ack?.ok && ack.message) {
        record.outcome = 'ok';
        this.show(ack.message);
        return ack.message;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not acked: ${record.clientMessageId}`);
  }

  /** Everything after what this client has, read from the log; one at a time. */
  sync(): Promise<void> {
    this.syncing ??= this.readLog().finally(() => (this.syncing = undefined));
    return this.syncing;
  }

  /** After a (re)connect: in sync, or disconnected again, and then the next `ready` tries. */
  private async catchUp(): Promise<void> {
    while (this.socket.connected) {
      try {
        await this.sync();
        return this.recovered();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  private async readLog(): Promise<void> {
    for (;;) {
      const afterSeq = this.complete;
      const ack = await this.call('session:sync', { afterSeq });
      if (!ack.ok) throw new Error(ack.error?.code);
      if (ack.session && ack.session.id !== this.sessionId) {
        this.own(ack.session.id);
        if (afterSeq > 0) continue;
      }
      for (const message of ack.messages ?? []) {
        this.byId.set(message.id, message);
        this.complete = Math.max(this.complete, message.seq);
      }
      if (ack.more) continue;
      this.complete = Math.max(this.complete, ack.headSeq ?? 0);
      return;
    }
  }

  /** In sync with a log that was read after this call. */
  async settle(): Promise<void> {
    await this.ready();
    // One that is under way may have begun too early.
    await this.sync();
    await this.sync();
  }

  async ready(): Promise<void> {
    if (!this.socket.connected)
      await new Promise<void>((resolve) => this.socket.once('connect', () => resolve()));
    while (!this.visitorToken) await new Promise((resolve) => setTimeout(resolve, 10));
    await this.synced;
  }

  /** The list in the order that a person sees it. */
  finish(): History {
    this.socket.disconnect();
    this.history.shown = [...this.byId.values()].sort((a, b) => a.seq - b.seq);
    return this.history;
  }

  private own(sessionId: string): void {
    if (sessionId !== this.sessionId) this.complete = 0;
    this.sessionId = sessionId;
    this.history.sessionIds.add(sessionId);
  }

  /** A number that does not follow means that something is missing, or is not for customers: the log knows. */
  private show(message: Message): void {
    if (message.sender === 'customer' || !this.sessionId) this.own(message.sessionId);
    this.byId.set(message.id, message);
    if (message.sessionId !== this.sessionId) return;
    if (message.seq === this.complete + 1) this.complete = message.seq;
    else if (message.seq > this.complete && this.socket.connected) void this.sync().catch(() => undefined);
  }

  private recovered(): void {
    if (this.goneSince === undefined) return;
    this.recoveries.push(Date.now() - this.goneSince);
    this.goneSince = undefined;
  }

  private call(event: string, body: unknown): Promise<Ack> {
    return this.socket.timeout(this.ackTimeoutMs).emitWithAck(event, body) as Promise<Ack>;
  }
}
