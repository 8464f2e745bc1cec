// How long an organization keeps what: once a day whatever is older goes, some at a time. Broken off, the next run goes on:
// what has gone is no longer found, and each step done twice is done once.
import type { Kept, RetentionPreview } from '../protocol/retention';
import {
  byAge,
  type ByAge,
  type Due,
  type DueSession,
  type FileRef,
  type Old,
  type Place,
  type RetentionStore,
} from './retention-store';

export interface RetentionDeps {
  store: RetentionStore;
  /** As it is set now. */
  keptOf(organizationId: string): Promise<Kept>;
  /** Has their logs say that they are erased and empties them, as far as they are still to go; whose words are gone. */
  expire(input: { organizationId: string; sessionIds: readonly string[]; before: Date }): Promise<string[]>;
  /** Summaries, and what finds them by their meaning. */
  removeConversations(organizationId: string, sessionIds: readonly string[]): Promise<unknown>;
  /** What was remembered of the customer from these conversations. */
  forgetMemoryFrom(
    customer: { organizationId: string; customerId: string },
    sessionIds: ReadonlySet<string>,
  ): Promise<number>;
  removeFilesIn(organizationId: string, sessionIds: readonly string[]): Promise<number>;
  removeFiles(organizationId: string, files: readonly FileRef[]): Promise<void>;
  audit: {
    expire(organizationId: string, before: Date): Promise<number>;
    countBefore(organizationId: string, before: Date): Promise<number>;
  };
  /** For the audit log. Never rejects. */
  done(organizationId: string, counts: Partial<RetentionCounts>): Promise<void>;
  now?(): number;
  /** How long a day is. */
  dayMs?: number;
}

export interface RetentionCounts extends Record<ByAge, number> {
  conversations: number;
  files: number;
  /** Facts about customers that were remembered from them. */
  memory: number;
  /** Entries of the audit log. */
  audit: number;
}

const usualDayMs = 24 * 3_600_000;
/** Conversations of one step: what a crash leaves half done, at most. */
const sessionsAtOnce = 100;
/** Few: what is opened again or held meanwhile keeps its files. */
const filesAtOnce = 50;
const rowsAtOnce = 1_000;

interface Run {
  organizationId: string;
  kept: Kept;
  counts: RetentionCounts;
  /** Somebody changed what is kept, or the node stops: the next run goes on. */
  isOver(): Promise<boolean>;
}

export type Retention = ReturnType<typeof createRetention>;

export function createRetention(deps: RetentionDeps) {
  const { store, now = Date.now, dayMs = usualDayMs } = deps;
  let stopped = false;
  const ago = (days: number): Date => new Date(now() - days * dayMs);

  /** Where one step fails, the others are done all the same. */
  async function work(run: Run): Promise<void> {
    const { kept, counts, organizationId } = run;
    const steps: Array<() => Promise<void>> = [
      () => deleteConversations(deps, run, dueOf(kept.conversations, kept, ago)),
      () => deleteFiles(deps, run, dueOf(kept.files, kept, ago)),
      ...byAge.map((what) => async () => {
        const days = daysOf(what, kept);
        if (days !== null) await forgetOld(deps, run, oldOf(what, kept, ago(days)));
      }),
      async () => {
        if (kept.audit !== null && !(await run.isOver()))
          counts.audit = await deps.audit.expire(organizationId, ago(kept.audit));
      },
    ];
    const failures: unknown[] = [];
    for (const step of steps) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  return {
    /** What is too old goes; whatever was done, also before a failure, is told once. */
    async run(organizationId: string): Promise<void> {
      const kept = await deps.keptOf(organizationId);
      const was = JSON.stringify(kept);
      const isOver = async () => stopped || JSON.stringify(await deps.keptOf(organizationId)) !== was;
      const counts = nothing();
      try {
        await work({ organizationId, kept, counts, isOver });
      } finally {
        const some = Object.entries(counts).filter(([, count]) => count > 0);
        if (some.length > 0) await deps.done(organizationId, Object.fromEntries(some));
      }
    },

    /** What would go at once, if this were kept. */
    async preview(organizationId: string, kept: Kept): Promise<RetentionPreview> {
      const due = dueOf(kept.conversations, kept, ago);
      // Files of conversations that go are among those that are older than the shorter of both times.
      const filesDue = dueOf(least(kept.files, kept.conversations), kept, ago);
      const sessions = due ? await store.countSessions(organizationId, due) : { count: 0 };
      const count = async (what: ByAge) => {
        const days = daysOf(what, kept);
        return days === null ? 0 : store.count(organizationId, oldOf(what, kept, ago(days)));
      };
      return {
        conversations: sessions.count,
        ...('oldest' in sessions && sessions.oldest !== undefined && { oldest: sessions.oldest }),
        files: filesDue ? await store.countFiles(organizationId, filesDue) : 0,
        visits: await count('visits'),
        answers: await count('answers'),
        events: await count('events'),
        audit: kept.audit === null ? 0 : await deps.audit.countBefore(organizationId, ago(kept.audit)),
      };
    },

    /** A run that is under way ends after the step at hand. */
    stop(): void {
      stopped = true;
    },
  };
}

const nothing = (): RetentionCounts => ({
  ...{ conversations: 0, files: 0, memory: 0, audit: 0 },
  ...{ visits: 0, answers: 0, events: 0 },
});

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

function dueOf(days: number | null, { heldLabel }: Kept, ago: (days: number) => Date): Due | undefined {
  return days === null ? undefined : { before: ago(days), heldLabel };
}

const oldOf = (what: ByAge, { heldLabel }: Kept, before: Date): Old => ({ what, before, heldLabel });

/** What channels sent says the same as the conversation that it became. */
const daysOf = (what: ByAge, kept: Kept): number | null =>
  what === 'events' ? least(kept.events, kept.conversations) : kept[what];

/** Until a walk over all finds none: what was merged goes after the conversation that it goes on in. */
async function deleteConversations(deps: RetentionDeps, run: Run, due: Due | undefined): Promise<void> {
  // A row that lags behind its log is found again: not by this run.
  const done = new Set<string>();
  for (let found = due !== undefined; due && found;) {
    found = false;
    for (let after: DueSession | undefined; ;) {
      if (await run.isOver()) return;
      const page = { limit: sessionsAtOnce, ...(after && { after }) };
      const sessions = await deps.store.dueSessions(run.organizationId, due, page);
      const fresh = sessions.filter(({ id }) => !done.has(id));
      const gone = await deleteSome(deps, run, { sessions: fresh, before: due.before });
      for (const id of gone) done.add(id);
      if (gone.length > 0) found = true;
      if (sessions.length < sessionsAtOnce) break;
      after = sessions.at(-1)!;
    }
  }
}

/** The rows go last: as long as they are there, the next run finds what a crash left. */
async function deleteSome(
  deps: RetentionDeps,
  { organizationId, counts }: Run,
  { sessions, before }: { sessions: readonly DueSession[]; before: Date },
): Promise<readonly string[]> {
  if (sessions.length === 0) return [];
  const sessionIds = sessions.map(({ id }) => id);
  const gone = await deps.expire({ organizationId, sessionIds, before });
  if (gone.length === 0) return [];
  const ids = new Set(gone);
  const customerIds = new Set(sessions.flatMap(({ id, customerId }) => (ids.has(id) ? [customerId] : [])));
  await deps.removeConversations(organizationId, gone);
  for (const customerId of customerIds)
    counts.memory += await deps.forgetMemoryFrom({ organizationId, customerId }, ids);
  counts.files += await deps.removeFilesIn(organizationId, gone);
  await deps.store.emptySessions(organizationId, gone);
  counts.conversations += gone.length;
  return gone;
}

async function deleteFiles(deps: RetentionDeps, run: Run, due: Due | undefined): Promise<void> {
  while (due && !(await run.isOver())) {
    const files = await deps.store.dueFiles(run.organizationId, due, filesAtOnce);
    await deps.removeFiles(run.organizationId, files);
    run.counts.files += files.length;
    if (files.length < filesAtOnce) return;
  }
}

async function forgetOld(
  { store }: RetentionDeps,
  { organizationId, counts, isOver }: Run,
  old: Old,
): Promise<void> {
  for (let after: Place | undefined; !(await isOver());) {
    const { count, last } = await store.forget(organizationId, old, {
      limit: rowsAtOnce,
      ...(after && { after }),
    });
    counts[old.what] += count;
    if (count < rowsAtOnce) return;
    after = last;
  }
}
