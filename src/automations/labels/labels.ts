// Labels renamed, merged and removed. What names them follows at once; conversations follow by a job, a line in each log: broken
// off, it goes on with those that still have the old one.
import type { SessionsService } from '../../sessions/sessions';
import type { LabelMove, LabelStore } from './store';

export interface LabelDeps {
  store: LabelStore;
  sessions: Pick<SessionsService, 'relabel' | 'writeRows'>;
  /** Something is to be done, now or again. */
  enqueue(organizationId: string): Promise<void>;
  /** What labels are there changed, or what names them did. */
  changed(organizationId: string): void;
}

export type Labels = ReturnType<typeof createLabels>;

const atOnce = 50;
/** Of one run of the job: a node that ends does not hold up what it was about. */
const mostOfARun = 2_000;

export function createLabels({ store, sessions, enqueue, changed }: LabelDeps) {
  /** @returns how many conversations were changed; 0 where none is left */
  async function follow(organizationId: string, move: LabelMove): Promise<number> {
    let count = 0;
    let after: string | undefined;
    for (;;) {
      const ids = await store.sessionsWith(organizationId, move.label, {
        limit: atOnce,
        ...(after !== undefined && { after }),
      });
      const done = await Promise.all(
        ids.map((sessionId) => sessions.relabel({ organizationId, sessionId, ...move })),
      );
      count += done.filter(Boolean).length;
      after = ids.at(-1);
      if (ids.length < atOnce || count >= mostOfARun) return count;
    }
  }

  return {
    ...{ list: store.list, get: store.get, marks: store.marks },

    async isThere(organizationId: string, name: string): Promise<boolean> {
      if (await store.isThere(organizationId, name)) return true;
      // A row behind its log is not found by its label.
      await sessions.writeRows();
      return store.isThere(organizationId, name);
    },

    async create(...given: Parameters<LabelStore['create']>): Promise<void> {
      await store.create(...given);
      changed(given[0]);
    },

    async describe(...given: Parameters<LabelStore['describe']>): Promise<void> {
      await store.describe(...given);
      changed(given[0]);
    },

    async move(...given: Parameters<LabelStore['move']>): Promise<void> {
      await store.move(...given);
      changed(given[0]);
      await enqueue(given[0]);
    },

    /** Has the conversations of the oldest move follow, and rings for the next. */
    async work(organizationId: string): Promise<void> {
      const move = await store.nextMove(organizationId);
      if (!move) return;
      // A row behind its log is not found by its label.
      await sessions.writeRows();
      // After some, it is looked again: somebody may have set the old one while the others followed.
      if ((await follow(organizationId, move)) === 0) await store.settle(organizationId, move.id);
      changed(organizationId);
      await enqueue(organizationId);
    },

    /** Rings where a move has not ended. */
    async findLost(organizationId: string): Promise<void> {
      if (await store.nextMove(organizationId)) await enqueue(organizationId);
    },
  };
}
