// A reply that can still be taken back: it waits for some seconds before it goes out, or until it is let go.
import type { Pending } from './outbox';

/** A browser whose clock was set back meanwhile waits no longer than this. */
const longestMs = 10_000;

interface Outbox {
  all(): readonly Pending[];
  keep(pending: Pending): void;
  drop(clientMessageId: string): void;
  /** It came from storage, and another tab has sent it or taken it back. */
  isGone(clientMessageId: string): boolean;
}

export function createUndoSend({ all, keep, drop, isGone }: Outbox) {
  const waking = new Map<string, () => void>();
  const find = (id: string) => all().find(({ clientMessageId }) => clientMessageId === id);

  async function wait({ clientMessageId, until = 0 }: Pending): Promise<void> {
    const left = Math.min(longestMs, until - Date.now());
    if (left <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      waking.set(clientMessageId, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    waking.delete(clientMessageId);
  }

  /** It goes out at once. */
  function letGo({ until, ...pending }: Pending): void {
    if (until === undefined) return;
    keep(pending);
    waking.get(pending.clientMessageId)?.();
  }

  return {
    letGo,
    /** @param sessionId undefined: of every session */
    letAllGo(sessionId?: string): void {
      for (const one of all()) if (sessionId === undefined || one.sessionId === sessionId) letGo(one);
    },
    /** @returns whether it was still there to be taken back */
    takeBack({ clientMessageId }: Pending): boolean {
      const now = find(clientMessageId);
      if (!now || (now.state === 'sending' && now.until === undefined)) return false;
      drop(clientMessageId);
      waking.get(clientMessageId)?.();
      return true;
    },
    /** @returns the message as it goes out when its time has come; nothing when it does not go */
    async end({ clientMessageId }: Pending): Promise<Pending | undefined> {
      const held = find(clientMessageId);
      if (held?.until === undefined) return held;
      await wait(held);
      const now = find(clientMessageId);
      if (now && isGone(clientMessageId)) return void drop(clientMessageId);
      if (now) letGo(now);
      return find(clientMessageId);
    },
  };
}
