// Rows that say something else than their log: those behind it, and those whose readers have read further.
import pLimit from 'p-limit';
import type { MessageLog, Projection } from '../sessions/store';
import { createFailures } from '../tools/failures';

export interface RepairDeps {
  messages: Pick<MessageLog, 'heads' | 'unread'>;
  projection: Pick<Projection, 'watermark' | 'heads' | 'after'>;
  /** Folds the log of a session again; `writeRows` writes its row. */
  repair(sessionId: string): Promise<unknown>;
  writeRows(): Promise<unknown>;
  /** Writes into the row of a session who answered there. */
  nameResponders(sessionId: string): Promise<unknown>;
  /** Milliseconds since 1970 by the database's clock. */
  now(): number;
}

export interface Repaired {
  /** Rows that say something else than their log, and how many of them were written anew. */
  lagging: number;
  repaired: number;
}

const compareAtOnce = 500;
/** Every row is compared with its whole log in turn, so many of them a run. */
const inTurnAtOnce = 200;
/** Logs read at the same time for who answered in them. */
const namedAtOnce = 8;

/** Where to look for rows behind their log. Pure. */
export function lookSince(lastRun: number | undefined, watermark: Date | undefined): Date {
  if (lastRun !== undefined) return new Date(lastRun - 2 * 60_000);
  return new Date(watermark ? watermark.getTime() - 10 * 60_000 : 0);
}

interface Head {
  sessionId: string;
  headSeq: number;
}

/** Logs that are ahead of their row, or have none. Pure. */
export function ahead(logs: readonly Head[], rows: ReadonlyMap<string, { headSeq: number }>): Head[] {
  return logs.filter(({ sessionId, headSeq }) => (rows.get(sessionId)?.headSeq ?? -1) < headSeq);
}

/** A row is written a little after its log, by whichever node: what is still behind a run later is repaired. */
export function createRepair(deps: RepairDeps): (report: Repaired) => Promise<void> {
  const { messages, projection, now } = deps;
  let lastRepair: number | undefined;
  /** Logs that were ahead of their row when they were last looked at, and how far. */
  let suspects = new Map<string, number>();

  return async function repairBehind(report) {
    const startedAt = now();
    const watermark = lastRepair === undefined ? await projection.watermark() : undefined;
    const logs = await messages.heads({ since: lookSince(lastRepair, watermark) });
    const failures = createFailures();
    const late = new Map<string, number>();
    for (let i = 0; i < logs.length; i += compareAtOnce) {
      const some = logs.slice(i, i + compareAtOnce);
      const rows = await projection.heads(some.map(({ sessionId }) => sessionId));
      for (const { sessionId, headSeq } of ahead(some, rows)) {
        const wasAt = lastRepair === undefined ? headSeq : suspects.get(sessionId);
        if (wasAt === undefined || (rows.get(sessionId)?.headSeq ?? -1) >= wasAt) {
          late.set(sessionId, headSeq);
          continue;
        }
        report.lagging += 1;
        if (await failures.attempt(() => deps.repair(sessionId))) report.repaired += 1;
        else late.set(sessionId, wasAt);
      }
    }
    if (report.repaired > 0) await deps.writeRows();
    suspects = late;
    failures.rethrow();
    lastRepair = startedAt;
  };
}

/**
 * Goes through all rows, a part each run: what readers have read is in the log at once, and reaches a row that a crash or
 * a lost event left behind only here. What differs once may be on its way; what differs twice is repaired. Who answered is
 * written into rows from before that was, and into those of nodes that did not write it.
 */
export function createCompareInTurn(deps: RepairDeps): (report: Repaired) => Promise<void> {
  const { messages, projection } = deps;
  let after: string | undefined;
  let suspects = new Map<string, string>();
  let lookAgain = true;

  async function differing(rows: Awaited<ReturnType<Projection['after']>>): Promise<Map<string, string>> {
    const asked = rows.map(({ sessionId, headSeq }) => ({ sessionId, after: 0, upTo: headSeq }));
    const found = new Map((await messages.unread(asked)).map((each) => [each.sessionId, each]));
    const said = ({ team, customer }: { team: number; customer: number }) => `${team} ${customer}`;
    return new Map(
      rows.flatMap(({ sessionId, headSeq, unread }) => {
        const inLog = said(found.get(sessionId) ?? { team: 0, customer: 0 });
        return inLog === said(unread) ? [] : [[sessionId, `${headSeq} ${inLog} ${said(unread)}`] as const];
      }),
    );
  }

  return async function compareInTurn(report) {
    const rows = await projection.after(after, inTurnAtOnce);
    const differ = rows.length > 0 ? await differing(rows) : new Map<string, string>();
    const failures = createFailures();
    let repaired = 0;
    const unnamed = rows.filter(({ respondersUnknown }) => respondersUnknown);
    await pLimit(namedAtOnce).map(unnamed, ({ sessionId }) =>
      failures.attempt(() => deps.nameResponders(sessionId)),
    );
    for (const [sessionId, how] of differ) {
      if (suspects.get(sessionId) !== how) continue;
      report.lagging += 1;
      if (await failures.attempt(() => deps.repair(sessionId))) repaired += 1;
    }
    if (repaired > 0) await deps.writeRows();
    report.repaired += repaired;
    suspects = lookAgain ? differ : new Map();
    if (differ.size > 0 && lookAgain) {
      lookAgain = false;
    } else {
      lookAgain = true;
      after = rows.length === inTurnAtOnce ? rows.at(-1)!.sessionId : undefined;
    }
    failures.rethrow();
  };
}
