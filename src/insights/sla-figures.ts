// What was kept and breached of the SLA, by whose it was, beside the time before; and the conversations behind it.
import type { SlaBreakdown, SlaFigures } from '../protocol/sla-figures';
import type { SlaTarget } from '../protocol/model/sla';
import type { SessionState } from '../sessions/session';
import type { Page } from '../sessions/store';
import type { Asked, Chosen } from './figures';
import { periodBefore, periodOf, type Period } from './periods';

/** Of `filter` and `none`, `agentId`, `teamId` and `priority` are those of the outcome, not of the conversation now. */
export interface ChosenSla extends Chosen {
  policyId?: string;
  target?: SlaTarget;
}

export type SlaRow = SlaFigures['rows'][number];

/** Every method runs inside withOrganization. */
export interface SlaFigureStore {
  /** The largest first. */
  breakDown(
    organizationId: string,
    chosen: ChosenSla,
    how: { by: SlaBreakdown; before: Period },
  ): Promise<SlaRow[]>;
  /** Those that began last first. */
  sessions(
    organizationId: string,
    chosen: ChosenSla & { outcome?: 'kept' | 'missed' },
    page: { limit: number; cursor?: string },
  ): Promise<Page<SessionState>>;
}

export interface SlaFigureDeps {
  store: SlaFigureStore;
  now?(): Date;
}

type AskedOf = Asked & Omit<ChosenSla, keyof Chosen>;

export type SlaFigureReports = ReturnType<typeof createSlaFigures>;

export function createSlaFigures({ store, now = () => new Date() }: SlaFigureDeps) {
  return {
    async breakDown(
      organizationId: string,
      { by, ...asked }: AskedOf & { by: SlaBreakdown },
    ): Promise<SlaFigures> {
      const chosen = chosenOf(asked);
      const before = periodBefore(asked, now());
      const rows = await store.breakDown(organizationId, chosen, { by, before });
      // One with two labels is in two rows; with one priority it is in one.
      const once =
        by === 'label' ? await store.breakDown(organizationId, chosen, { by: 'priority', before }) : rows;
      return {
        period: shown(chosen.period),
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
        { ...chosenOf(asked), ...(asked.outcome && { outcome: asked.outcome }) },
        page,
      ),
  };
}

const mostRows = 200;

function chosenOf({ filter, none, policyId, target, ...days }: AskedOf): ChosenSla {
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
