// Remembers what a customer said that will matter again, and what an agent promised them: of one customer record, which is one
// browser or one proved identity, never of those who are linked to it.
import { notFound } from '../../errors';
import type { EventBus } from '../../events';
import type { Log } from '../../log';
import type { Message } from '../../protocol/model/message';
import type { SessionState } from '../../sessions/session';
import type { CustomerRef, MemoryChoice, MemoryEntry, MemoryStore } from './memory-store';
import type { FromMessage } from './model-suggested';
import { memoriesIn, type Remembered } from './memories-in-message';

interface CustomerMemoryDeps {
  events: Pick<EventBus, 'on' | 'emit'>;
  store: MemoryStore;
  /** Numbers and addresses in the words of a message. */
  factsIn(content: Message['content']): NonNullable<Message['metadata']['entities']>;
  choice: MemoryChoice;
  log: Log;
  now?: () => Date;
}

export type CustomerMemory = ReturnType<typeof createCustomerMemory>;

const day = 86_400_000;
/** What was important once counts half after so many days without being needed. */
const halfLife = 90;
/** Below it, nothing is recalled any more. */
const faded = 0.1;
/** Entries of one customer. */
const most = 200;
/** Recalled at once, the most important first. */
const recalled = 20;

/** When it has faded: short-term after a day, long-term the later the more important it is. */
export function fadesAt({ type, importance }: Pick<MemoryEntry, 'type' | 'importance'>, from: Date): Date {
  const days = type === 'short_term' ? 1 : halfLife * Math.max(0, Math.log2(importance / faded));
  return new Date(from.getTime() + days * day);
}

/** 1 when it was last said or needed, half of it after each half-life; of this conversation only, what is left of its day. */
export function strengthOf({ type, importance, expiresAt }: MemoryEntry, now: Date): number {
  if (expiresAt === undefined) return 1;
  const days = (Date.parse(expiresAt) - now.getTime()) / day;
  const left = type === 'short_term' ? days : (faded * 2 ** (days / halfLife)) / importance;
  return Math.round(Math.min(1, Math.max(0, left)) * 100) / 100;
}

export function createCustomerMemory({ now = () => new Date(), ...deps }: CustomerMemoryDeps) {
  const { store, choice } = deps;
  const listening = listen({ ...deps, now });
  const list = (customer: CustomerRef) => store.read(customer, now(), most);

  async function forgetAll(customer: CustomerRef): Promise<void> {
    await choice.forgets(customer, now());
    await store.forget(customer);
  }

  return {
    list,
    remembers: choice.remembers,

    /** Who wants nothing remembered is forgotten: what was under way to be kept is done by then. @throws `not_found` */
    async choose(customer: CustomerRef, remembers: boolean): Promise<void> {
      if (!(await choice.choose(customer, remembers))) throw notFound('customer');
      if (!remembers) await forgetAll(customer);
      const { organizationId, customerId } = customer;
      deps.events.emit('customer', { organizationId, customerId });
    },

    /** What is recalled of the customer where they are served; what is needed again fades later. */
    async recall(customer: CustomerRef): Promise<MemoryEntry[]> {
      if (!(await choice.remembers(customer))) return [];
      const entries = await store.recall(customer, now(), recalled);
      const waning = entries.filter((entry) => entry.type === 'long_term' && isHalfGone(entry, now()));
      for (const { organizationId, customerId, type, key, value, importance } of waning) {
        const expiresAt = fadesAt({ type, importance }, now()).toISOString();
        await store.replace({ organizationId, customerId, type, key, value, importance, expiresAt }, now());
      }
      return entries;
    },

    /**
     * What was pointed at afterwards: it comes to what is known, and changes nothing of it.
     * @param before what was known when somebody began to look: of it, what is not known any more was forgotten meanwhile
     */
    async add(
      session: SessionState,
      found: readonly FromMessage[],
      before: readonly MemoryEntry[],
    ): Promise<void> {
      if (found.length === 0 || session.metadata['senderNotVerified'] === true) return;
      const { organizationId, customerId } = session;
      await choice.whileRemembered({ organizationId, customerId }, async (forgottenAt) => {
        const known = await list({ organizationId, customerId });
        const keys = new Set([...before, ...known].map(({ key }) => key));
        for (const { message, ...one } of found)
          if (!keys.has(one.key)) await remember({ store, now }, { session, message, forgottenAt }, [one]);
      });
    },

    /** What an agent knows better. @throws `not_found` */
    async correct(customer: CustomerRef, key: string, text: string): Promise<MemoryEntry> {
      const entry = (await list(customer)).find((one) => one.key === key);
      if (!entry) throw notFound('memory');
      const { type, importance, expiresAt } = entry;
      const value = { ...entry.value, text, corrected: true };
      const changed = { ...customer, type, key, value, importance, ...(expiresAt && { expiresAt }) };
      if (!(await store.replace(changed, now()))) throw notFound('memory');
      return { ...entry, value };
    },

    /** One entry, or all of them. @throws `not_found` when there is no such entry */
    async forget(customer: CustomerRef, key?: string): Promise<void> {
      if (key === undefined) return forgetAll(customer);
      if ((await store.forget(customer, key)) === 0) throw notFound('memory');
    },

    close: listening.close,
  };
}

/** Every message that is written on this node, once: a second look could not tell what a crash took from what was forgotten. */
function listen({ events, store, factsIn, choice, log, now }: Required<CustomerMemoryDeps>) {
  const writing = new Set<Promise<void>>();

  const stop = events.on('message', ({ session, message }) => {
    if (session.metadata['senderNotVerified'] === true) return;
    const found = memoriesIn(message, message.sender === 'customer' ? factsIn(message.content) : []);
    if (found.length === 0) return;
    const { organizationId, customerId } = session;
    const written = choice
      .whileRemembered({ organizationId, customerId }, (forgottenAt) =>
        remember({ store, now }, { session, message, forgottenAt }, found),
      )
      .catch((error: unknown) =>
        log.warn({ err: error, sessionId: session.id }, 'could not remember what a conversation says'),
      )
      .finally(() => writing.delete(written));
    writing.add(written);
  });

  return {
    /** Ends listening, and lets what is under way be written. */
    async close(): Promise<void> {
      stop();
      await Promise.all(writing);
    },
  };
}

async function remember(
  { store, now }: Pick<Required<CustomerMemoryDeps>, 'store' | 'now'>,
  {
    session,
    message,
    forgottenAt,
  }: { session: SessionState; message: Message; forgottenAt?: Date | undefined },
  found: readonly Remembered[],
): Promise<void> {
  if (forgottenAt && Date.parse(message.timestamp) <= forgottenAt.getTime()) return;
  const { organizationId, customerId } = session;
  const customer = { organizationId, customerId };
  const known = await store.read(customer, now(), most);
  for (const { kind, key, text, type, importance } of found) {
    if (known.length >= most && !known.some((one) => one.key === key)) continue;
    const from = { sessionId: session.id, messageId: message.id, seq: message.seq, saidBy: message.sender };
    const value = { kind, text, ...from };
    const expiresAt = fadesAt({ type, importance }, now()).toISOString();
    await store.remember({ ...customer, type, key, value, importance, expiresAt }, now());
  }
}

function isHalfGone({ type, importance, expiresAt }: MemoryEntry, now: Date): boolean {
  if (expiresAt === undefined) return false;
  const whole = fadesAt({ type, importance }, now).getTime() - now.getTime();
  return Date.parse(expiresAt) - now.getTime() < whole / 2;
}
