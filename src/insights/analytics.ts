// Numbers of an organization, a day a row. Days are UTC; a session counts on the day it started.
import type { ChannelType } from '../protocol/model/channel';
import type { SlaTarget } from '../protocol/model/sla';
import type { SlaReport } from '../protocol/sla';

export interface DayNumbers {
  /** YYYY-MM-DD. */
  date: string;
  totalConversations: number;
  /** Closed, and no person was ever needed. */
  aiResolvedConversations: number;
  /** Closed, after it had gone to people. */
  agentResolvedConversations: number;
  /** From a question to the AI's answer. */
  avgResponseTimeSeconds: number | null;
  /** From when a customer waited for a person to that person's first answer, once a session. */
  avgFirstHumanResponseSeconds: number | null;
  /** From start to close. */
  avgResolutionTimeSeconds: number | null;
  /** 1 to 5, of the sessions that were rated. */
  avgSatisfactionScore: number | null;
  channelMetrics: Record<ChannelType, { totalConversations: number }>;
}

export interface AnalyticsStore {
  /** Counted from the rows as they are. Only days with sessions, oldest first. */
  days(
    organizationId: string,
    range: { from: string; to: string; channelType?: ChannelType },
  ): Promise<DayNumbers[]>;
  /** What was kept and breached of the SLA in these days, by policy and target. */
  slaOutcomes(
    organizationId: string,
    range: { from: string; to: string; channelType?: ChannelType },
  ): Promise<KeptAndMissed[]>;
  /** Writes these days into `analytics`, replacing what was there. */
  keep(organizationId: string, days: readonly DayNumbers[]): Promise<void>;
}

export interface KeptAndMissed {
  policyId: string;
  policy: string;
  target: SlaTarget;
  kept: number;
  missed: number;
}

export interface AnalyticsTotals {
  totalConversations: number;
  aiResolvedConversations: number;
  agentResolvedConversations: number;
}

const dayMs = 86_400_000;

export type Analytics = ReturnType<typeof createAnalytics>;

export function createAnalytics({ store }: { store: AnalyticsStore }) {
  return {
    /** Every day of the range, with zeros where nothing happened. Dates are YYYY-MM-DD, both included. */
    async numbers(
      organizationId: string,
      range: { from: string; to: string; channelType?: ChannelType },
    ): Promise<{ totals: AnalyticsTotals; days: DayNumbers[] }> {
      const counted = new Map((await store.days(organizationId, range)).map((day) => [day.date, day]));
      const days = datesOf(range).map((date) => counted.get(date) ?? emptyDay(date));
      return { totals: totalsOf(days), days };
    },

    /** How much of the SLA was kept. Dates as above. */
    async sla(
      organizationId: string,
      range: { from: string; to: string; channelType?: ChannelType },
    ): Promise<SlaReport> {
      const rows = await store.slaOutcomes(organizationId, range);
      const policies = [...new Set(rows.map(({ policyId }) => policyId))].map((policyId) => {
        const own = rows.filter((row) => row.policyId === policyId);
        const targets = own.map(({ target, kept, missed }) => ({ target, kept, missed }));
        return { policyId, policy: own[0]!.policy, ...sumOf(own), targets };
      });
      return { ...sumOf(rows), policies };
    },

    /** Keeps the numbers of one day, for every organization given. A job calls it for yesterday and today. */
    async rollUp(date: string, organizationIds: readonly string[]): Promise<void> {
      for (const organizationId of organizationIds) {
        const days = await store.days(organizationId, { from: date, to: date });
        await store.keep(organizationId, days.length > 0 ? days : [emptyDay(date)]);
      }
    },
  };
}

export function datesOf({ from, to }: { from: string; to: string }): string[] {
  const days = Math.floor((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  return Array.from({ length: Math.max(0, days) }, (_, index) =>
    new Date(Date.parse(from) + index * dayMs).toISOString().slice(0, 10),
  );
}

function sumOf(rows: ReadonlyArray<{ kept: number; missed: number }>): { kept: number; missed: number } {
  const sum = (field: 'kept' | 'missed') => rows.reduce((total, row) => total + row[field], 0);
  return { kept: sum('kept'), missed: sum('missed') };
}

function emptyDay(date: string): DayNumbers {
  return {
    date,
    totalConversations: 0,
    aiResolvedConversations: 0,
    agentResolvedConversations: 0,
    avgResponseTimeSeconds: null,
    avgFirstHumanResponseSeconds: null,
    avgResolutionTimeSeconds: null,
    avgSatisfactionScore: null,
    channelMetrics: {},
  };
}

function totalsOf(days: readonly DayNumbers[]): AnalyticsTotals {
  const sum = (field: keyof AnalyticsTotals) => days.reduce((total, day) => total + day[field], 0);
  return {
    totalConversations: sum('totalConversations'),
    aiResolvedConversations: sum('aiResolvedConversations'),
    agentResolvedConversations: sum('agentResolvedConversations'),
  };
}
