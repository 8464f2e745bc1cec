// What was promised, counted by whose it was, beside the time before; and the conversations behind it.
import type { PromiseBreakdown, PromiseFigures } from '../protocol/promise-figures';
import type { PromiseTarget } from '../protocol/model/sla';
import type { SessionState } from '../sessions/session';
import type { Page } from '../sessions/store';
import type { Asked, Chosen } from './figures';
import { periodBefore, periodOf, type Period } from './periods';

/** Of `filter` and `none`, `agentId`, `teamId` and `priority` are those of the promise, not of the conversation now. */
export interface Promises extends Chosen {
  policyId?: string;
  target?: PromiseTarget;
}

export type PromiseRow = PromiseFigures['rows'][number];

/** Every method runs inside withOrganization. */
export interface PromiseFigureStore {
  /** The largest first. */
  breakDown(
    organizationId: string,
    promises: Promises,
    how: { by: PromiseBreakdown; before: Period },
  ): Promise<PromiseRow[]>;
  /** Those that began last first. */
  sessions(
    organizationId: string,
    promises: Promises & { outcome?: 'kept' | 'missed' },
    page: { limit: number; cursor?: string },
  ): Promise<Page<SessionState>>;
}

export interface PromiseFigureDeps {
  store: PromiseFigureStore;
  now?(): Date;
}

type AskedOf = Asked & Omit<Promises, keyof Chosen>;

export type PromiseReports = ReturnType<typeof createPromiseFigures>;

export function createPromiseFigures({ store, now = () => new Date() }: PromiseFigureDeps) {
  return {
    async breakDown(
      organizationId: string,
      { by, ...asked }: AskedOf & { by: PromiseBreakdown },
    ): Promise<PromiseFigures> {
      const promises = promisesOf(asked);
      const before = periodBefore(asked, now());
      const rows = await store.breakDown(organizationId, promises, { by, before });
      // One with two labels is in two rows; with one priority it is in one.
      const once =
        by === 'label' ? await store.breakDown(organizationId, promises, { by: 'priority', before }) : rows;
      return {
        period: shown(promises.period),
        totals: sumOf(once),
        before: { period: shown(before), totals: sumOf(once.map((row) => row.before)) },
        rows: rows.slice(0, mostRows),
      };
    },

    sessions: (
      organizationId: string,
      asked: AskedOf & { outcome?: 'kept' | 'missed' },
      page: { limit: number; cursor?: string },
    ) =>
      store.sessions(
        organizationId,
        { ...promisesOf(asked), ...(asked.outcome && { outcome: asked.outcome }) },
        page,
      ),
  };
}

const mostRows = 200;

function promisesOf({ filter, none, policyId, target, ...days }: AskedOf): Promises {
  const { from, to, timeZone } = days;
  return {
    period: periodOf({ from, to, timeZone }),
    filter,
    ...(none && { none }),
    ...(policyId && { policyId }),
    ...(target && { target }),
  };
}

const shown = ({ from, until }: Period) => ({ from: from.toISOString(), until: until.toISOString() });

function sumOf(rows: ReadonlyArray<{ kept: number; missed: number }>) {
  const sum = (field: 'kept' | 'missed') => rows.reduce((total, row) => total + row[field], 0);
  return { kept: sum('kept'), missed: sum('missed') };
}
