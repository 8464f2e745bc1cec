// Writes the summary of a session when it is closed or rated. Built from the whole log: written twice, it is the same.
import type { BellRope } from '../events';
import type { Log } from '../log';
import type { Message } from '../protocol/things';
import type { MessageLog } from '../sessions/store';
import type { ConversationStore } from './store';
import { summarize } from './summarize';

interface ConversationsDeps {
  bells: Pick<BellRope, 'on'>;
  messages: Pick<MessageLog, 'read'>;
  store: Pick<ConversationStore, 'upsert'>;
  log: Log;
}

interface Ended {
  organizationId: string;
  id: string;
}

const page = 500;
/** Sessions that may wait for their summary; above it the oldest go without one. */
const maxWaiting = 10_000;

export function keepConversations({ bells, messages, store, log }: ConversationsDeps) {
  const waiting = new Map<string, Ended>();
  let running: Promise<void> | undefined;

  async function wholeLog({ organizationId, id: sessionId }: Ended): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const some = await messages.read(
        { organizationId, sessionId },
        { after: all.at(-1)?.seq ?? 0, limit: page },
      );
      all.push(...some);
      if (some.length < page) return all;
    }
  }

  /** One after the other: nobody waits for a summary. */
  async function work(): Promise<void> {
    for (const ended of waiting.values()) {
      waiting.delete(ended.id);
      try {
        await store.upsert(summarize(ended, await wholeLog(ended)));
      } catch (error) {
        log.warn({ err: error, sessionId: ended.id }, 'a conversation has no summary');
      }
    }
    running = undefined;
  }

  const stop = bells.on('message', ({ session: { organizationId, id }, message: { type, content } }) => {
    if (type !== 'system' || !['closed', 'rated'].includes(content.systemAction!)) return;
    waiting.set(id, { organizationId, id });
    if (waiting.size > maxWaiting) waiting.delete(waiting.keys().next().value!);
    running ??= work();
  });

  return {
    /** Resolves once every summary that was due is written, or has failed. */
    idle: async () => running,
    async close() {
      stop();
      await running;
    },
  };
}
