// A customer's client as it should be: keeps what is not acked, sends it again after a reconnect, syncs from the log.
// Its list is kept as the widget keeps it: what a person would see doubled or swapped is so in the history.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import type { History } from './checker';

interface Ready {
  customer: { id: string };
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

/** A session's list, and up to which number nothing is missing in it. */
interface Thread {
  messages: Message[];
  complete: number;
}

export interface CustomerClientOptions {
  url: string;
  channelKey: string;
  name: string;
  ackTimeoutMs?: number;
  /** Another parser of what comes in, to tamper with it. */
  parser?: object;
}

/** From one try to the next, in ms. */
const retryMs = 100;

export class CustomerClient {
  readonly socket: Socket;
  readonly history: History;
  /** How long each disconnect lasted until the client was in sync again, in ms. */
  readonly recoveries: number[] = [];
  /** Codes with which sends were refused before they were acked. */
  readonly refusals = new Set<string>();
  customerId: string | undefined;
  private visitorToken: string | undefined;
  /** By session, in the order in which they were first seen. */
  private readonly threads = new Map<string, Thread>();
  private syncing: Promise<void> | undefined;
  /** The newest that the server named as this customer's. */
  private sessionId: string | undefined;
  private goneSince: number | undefined;
  private synced: Promise<void> = Promise.resolve();
  /** Over with the first `ready`. */
  private readonly welcomed: Promise<void>;
  private readonly ackTimeoutMs: number;

  constructor(options: CustomerClientOptions) {
    this.ackTimeoutMs = options.ackTimeoutMs ?? 5_000;
    this.history = { client: options.name, named: new Set(), sessionIds: new Set(), sent: [], shown: [] };
    this.socket = io(`${options.url}/customer`, {
      forceNew: true,
      ...(options.parser && { parser: options.parser }),
      transports: ['websocket'],
      reconnectionDelay: 100,
      reconnectionDelayMax: 1_000,
      auth: (give) =>
        give({
          channelKey: options.channelKey,
          ...(this.visitorToken && { visitorToken: this.visitorToken }),
        }),
    });
    let welcome = () => {};
    this.welcomed = new Promise((resolve) => (welcome = resolve));
    this.socket.on('ready', (ready: Ready) => {
      this.visitorToken = ready.visitorToken;
      this.customerId = ready.customer.id;
      if (ready.session) this.enter(ready.session.id);
      this.synced = this.catchUp();
      welcome();
    });
    this.socket.on('disconnect', () => (this.goneSince ??= Date.now()));
    this.socket.on('message:new', (message: Message) => this.show(message));
    this.socket.on('heartbeat', ({ headSeq }: { headSeq: number }) => {
      if (headSeq > this.complete()) void this.sync().catch(() => undefined);
    });
  }

  /** Resolves once acked, however many reconnects that takes; rejects after `giveUpMs`, and the outcome is unknown. */
  async send(text: string, giveUpMs = 60_000): Promise<Message> {
    const record: History['sent'][number] = { clientMessageId: randomUUID(), outcome: 'unknown' };
    this.history.sent.push(record);
    const message = await eventually(() => this.trySend(record.clientMessageId, text), {
      within: giveUpMs,
      every: retryMs,
    });
    record.outcome = 'ok';
    // An old message that is sent again may be of a session before the present one.
    if (this.history.named.has(message.sessionId)) this.show(message);
    else this.enter(message.sessionId, message);
    return message;
  }

  private async trySend(clientMessageId: string, text: string): Promise<Message> {
    const ack = await this.call('message:send', { clientMessageId, text }).catch(() => undefined);
    if (ack?.ok && ack.message) return ack.message;
    if (ack?.error) this.refusals.add(ack.error.code);
    throw new Error(`not acked: ${clientMessageId}`);
  }

  /** Everything after what this client has, read from the log; one at a time. */
  sync(): Promise<void> {
    this.syncing ??= this.readLog().finally(() => (this.syncing = undefined));
    return this.syncing;
  }

  /** After a (re)connect: in sync, or disconnected again, and then the next `ready` tries. */
  private async catchUp(): Promise<void> {
    const end = await eventually(
      async () => {
        if (!this.socket.connected) return 'disconnected';
        await this.sync();
        return 'in sync';
      },
      { within: Infinity, every: retryMs },
    );
    if (end === 'in sync') this.recovered();
  }

  /** The current session; where that is another one by now, the rest of the one before it first. */
  private async readLog(): Promise<void> {
    for (;;) {
      const { sessionId } = this;
      const page = await this.page({ afterSeq: this.complete() });
      if (!page.session) return;
      if (page.session.id === sessionId) {
        if (!this.take(page)) return;
        continue;
      }
      while (sessionId && this.take(await this.page({ afterSeq: this.complete(), sessionId })));
      this.enter(page.session.id);
    }
  }

  private async page(asked: { afterSeq: number; sessionId?: string }): Promise<Ack> {
    const ack = await this.call('session:sync', asked);
    if (!ack.ok) throw new Error(ack.error?.code);
    return ack;
  }

  /** @returns whether there is more to read */
  private take({ session, messages = [], headSeq = 0, more }: Ack): boolean {
    for (const message of messages) this.put(message);
    const thread = this.thread(session!.id);
    thread.complete = Math.max(thread.complete, (more ? messages.at(-1)?.seq : headSeq) ?? 0);
    return Boolean(more);
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
    await this.welcomed;
    await this.synced;
  }

  /** The list as a person sees it. */
  finish(): History {
    this.socket.disconnect();
    this.history.shown = [...this.threads.values()].flatMap(({ messages }) => messages);
    return this.history;
  }

  /** Only `ready`, the ack of an own message and the log's page say which sessions are this customer's. */
  private enter(sessionId: string, message?: Message): void {
    this.history.named.add(sessionId);
    this.sessionId = sessionId;
    if (message) this.show(message);
  }

  /** A number that does not follow means that something is missing, or is not for customers: the log knows. */
  private show(message: Message): void {
    this.put(message);
    const behind = message.sessionId !== this.sessionId || message.seq > this.complete();
    if (behind && this.socket.connected) void this.sync().catch(() => undefined);
  }

  /** In its place by number; a number or a clientMessageId that is there already is replaced. */
  private put(message: Message): void {
    const thread = this.thread(message.sessionId);
    const sent = message.metadata.clientMessageId;
    const others = thread.messages.filter(
      ({ seq, metadata }) => seq !== message.seq && (sent === undefined || metadata.clientMessageId !== sent),
    );
    others.splice(others.findLastIndex(({ seq }) => seq < message.seq) + 1, 0, message);
    thread.messages = others;
    if (message.seq === thread.complete + 1) thread.complete = message.seq;
  }

  private thread(sessionId: string): Thread {
    const known = this.threads.get(sessionId);
    if (known) return known;
    const thread = { messages: [], complete: 0 };
    this.threads.set(sessionId, thread);
    return thread;
  }

  /** Up to this number nothing is missing in the present session. */
  private complete(): number {
    return this.sessionId === undefined ? 0 : this.thread(this.sessionId).complete;
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
