// Numbers that people look at, counted from the sessions as they are: of a range, cut into pieces, beside the time before.
import type {
  Breakdown,
  Bucket,
  FigureName,
  Figures,
  FiguresBreakdown,
  FiguresLoad,
  FiguresNow,
  FiguresReport,
} from '../protocol/figures';
import type { SessionState } from '../sessions/session';
import type { Page, SessionFilter } from '../sessions/store';
import { clockOf, cuts, dayAt, periodBefore, periodOf, type Days, type Period } from './periods';

type Answers = FiguresReport['answers'];

/** Of `none` it has none of that. */
export type Column = 'agentId' | 'teamId' | 'label' | 'language' | 'trigger';

/** Which conversations are meant: those that began in the period, and more. */
export interface Chosen {
  period: Period;
  filter: SessionFilter;
  none?: readonly Column[];
}

export interface Opened extends Chosen {
  figure: FigureName;
  trigger?: string;
  score?: number;
  /** Began in one of these, too. */
  spans?: readonly Period[];
}

/** Every method runs inside withOrganization. */
export interface FigureStore {
  /** @param starts of the pieces, the first at the start of the period; a piece without conversations is left out. */
  count(
    organizationId: string,
    chosen: Chosen,
    starts: readonly Date[],
  ): Promise<{ totals: Figures; pieces: Map<number, Figures> }>;
  answers(organizationId: string, chosen: Chosen): Promise<Answers>;
  breakDown(organizationId: string, chosen: Chosen, by: Breakdown): Promise<FiguresBreakdown['rows']>;
  /** How many began in each of these pieces. */
  load(organizationId: string, chosen: Chosen, starts: readonly Date[]): Promise<Map<number, number>>;
  sessions(
    organizationId: string,
    opened: Opened,
    page: { limit: number; cursor?: string },
  ): Promise<Page<SessionState>>;
  now(organizationId: string): Promise<Omit<FiguresNow, 'agentsOnline' | 'today'>>;
}

export interface FigureDeps {
  store: FigureStore;
  now?(): Date;
}

export interface Asked extends Days {
  filter: SessionFilter;
  none?: readonly Column[];
}

export type FigureReports = ReturnType<typeof createFigures>;

export function createFigures({ store, now = () => new Date() }: FigureDeps) {
  return {
    ...createReport({ store, now }),

    async breakDown(organizationId: string, { by, ...asked }: Asked & { by: Breakdown }) {
      return { rows: await store.breakDown(organizationId, chosenOf(asked), by) };
    },

    async load(organizationId: string, asked: Asked): Promise<FiguresLoad> {
      const starts = cuts(asked, 'hour').slice(0, -1);
      const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
      for (const [n, count] of await store.load(organizationId, chosenOf(asked), starts)) {
        const { weekday, hour } = clockOf(starts[n]!, asked.timeZone);
        hours[weekday - 1]![hour]! += count;
      }
      return { hours };
    },

    /** The conversations behind a figure, those that began last first. */
    sessions(
      organizationId: string,
      { weekday, hour, within, ...asked }: Asked & Omit<Opened, keyof Chosen | 'spans'> & Narrowed,
      page: { limit: number; cursor?: string },
    ): Promise<Page<SessionState>> {
      const { from, until } = periodOf(asked);
      const period = {
        from: new Date(Math.max(Number(from), Number(within?.from ?? from))),
        until: new Date(Math.min(Number(until), Number(within?.until ?? until))),
      };
      const spans = spansOf(asked, { weekday, hour });
      return store.sessions(
        organizationId,
        { ...asked, ...chosenOf(asked), period, ...(spans && { spans }) },
        page,
      );
    },

    /** What a screen in the room shows. */
    async now(organizationId: string, timeZone: string): Promise<Omit<FiguresNow, 'agentsOnline'>> {
      const today = dayAt(now(), timeZone);
      const chosen = chosenOf({ from: today, to: today, timeZone, filter: {} });
      const { totals } = await store.count(organizationId, chosen, [chosen.period.from]);
      return { ...(await store.now(organizationId)), today: totals };
    },
  };
}

function createReport({ store, now }: Required<FigureDeps>) {
  return {
    async report(organizationId: string, asked: Asked & { bucket: Bucket }): Promise<FiguresReport> {
      const chosen = chosenOf(asked);
      const before = { ...chosen, period: periodBefore(asked, now()) };
      const all = cuts(asked, asked.bucket);
      const starts = all.slice(0, -1);
      const { totals, pieces } = await store.count(organizationId, chosen, starts);
      const earlier = await store.count(organizationId, before, [before.period.from]);
      return {
        period: shown(chosen.period),
        totals,
        answers: await store.answers(organizationId, chosen),
        before: { period: shown(before.period), totals: earlier.totals },
        buckets: starts.map((from, n) => ({
          ...shown({ from, until: all[n + 1]! }),
          ...(pieces.get(n) ?? nothing),
        })),
      };
    },
  };
}

interface Narrowed {
  within?: Partial<Period>;
  weekday?: number;
  hour?: number;
}

function chosenOf({ filter, none, ...days }: Asked): Chosen {
  return { period: periodOf(days), filter, ...(none && { none }) };
}

/** The hours that a clock there shows so; undefined where none was named. */
function spansOf(days: Days, { weekday, hour }: Pick<Narrowed, 'weekday' | 'hour'>): Period[] | undefined {
  if (weekday === undefined && hour === undefined) return undefined;
  const all = cuts(days, 'hour');
  return all.slice(0, -1).flatMap((from, n) => {
    const clock = clockOf(from, days.timeZone);
    const fits = (weekday ?? clock.weekday) === clock.weekday && (hour ?? clock.hour) === clock.hour;
    return fits ? [{ from, until: all[n + 1]! }] : [];
  });
}

const shown = ({ from, until }: Period) => ({ from: from.toISOString(), until: until.toISOString() });

const unknown = { count: 0, median: null, p90: null };
const nothing: Figures = {
  conversations: 0,
  closed: 0,
  resolvedByAi: 0,
  withPerson: 0,
  unanswered: 0,
  handedOver: 0,
  firstResponse: unknown,
  nextResponse: unknown,
  resolution: unknown,
  rated: 0,
  satisfied: 0,
  averageScore: null,
};
