// The SLA of a conversation: what is due to its customer, and until when. Pure, of the clocks, the policies and the hours.
import type { Sla } from '../protocol/model/sla';
import type { SlaPolicy } from '../protocol/sla';
import type { Clock, Holder, SlaBreach } from '../sessions/sla-clock';
import type { HeldBy, SlaStanding, SlaOutcome, SessionState } from '../sessions/session';
import { afterOpenTime, hoursFor, openTime, type AllHours, type BusinessHours } from './hours';

/** An organization's SLA: its policies and the hours that they count in. */
export interface SlaTerms extends AllHours {
  policies: readonly SlaPolicy[];
  /** When the policies were last changed: what would have been breached before that was never due. */
  since: string;
}

const minuteMs = 60_000;
const iso = (time: number) => new Date(time).toISOString();
const folded = (word: string) => word.trim().toLowerCase();

/** The first whose conditions the session meets. */
export function policyFor(policies: readonly SlaPolicy[], session: SessionState): SlaPolicy | undefined {
  const { channelType, labels, priority, teamId, language, company } = session;
  const own = labels.map(folded);
  const spoken = language?.split('-')[0];
  return policies.find(
    ({ when }) =>
      (!when.channelType || when.channelType.includes(channelType)) &&
      (!when.label || when.label.some((label) => own.includes(folded(label)))) &&
      (!when.priority || when.priority.includes(priority)) &&
      (!when.teamId || (teamId !== undefined && when.teamId.includes(teamId))) &&
      (!when.companyTier || (company !== undefined && when.companyTier.includes(company.tier))) &&
      (!when.language ||
        (spoken !== undefined && when.language.some((one) => folded(one.split('-')[0]!) === folded(spoken)))),
  );
}

/** When a clock has run for so long; undefined while it is paused before that, or never comes. */
function runFor(clock: Clock, milliseconds: number, hours: BusinessHours | undefined) {
  let left = milliseconds;
  for (const [from, to] of clock.ran) {
    const spent = openTime(hours, from, to);
    if (spent > left) return { at: afterOpenTime(hours, from, left), left: 0 };
    left -= spent;
  }
  return {
    at: clock.runsSince === undefined ? undefined : afterOpenTime(hours, clock.runsSince, left),
    left,
  };
}

interface DueClock {
  clock: Clock;
  dueAt?: number;
  warnAt?: number;
  left: number;
}

function dueClocksOf(session: SessionState, policy: SlaPolicy, terms: SlaTerms): DueClock[] {
  const madeAt = Date.parse(terms.since);
  // Of the team that has it now: all that was spent counts in them.
  const hours = policy.inBusinessHours ? hoursFor(terms, session.teamId) : undefined;
  const minutes = {
    first_reply: policy.firstReply,
    next_reply: policy.nextReply,
    resolution: policy.resolution,
  };
  return (session.clocks ?? []).flatMap((clock) => {
    const whole = (minutes[clock.target] ?? 0) * minuteMs;
    if (whole === 0 || (clock.endedAt ?? Infinity) < madeAt) return [];
    const { at: dueAt, left } = runFor(clock, whole, hours);
    if (dueAt !== undefined && dueAt < madeAt && !clock.missed) return [];
    const { at: warnAt } = runFor(clock, (whole * policy.warnPercent) / 100, hours);
    return [{ clock, left, ...(dueAt !== undefined && { dueAt }), ...(warnAt !== undefined && { warnAt }) }];
  });
}

/** The session with its SLA, or without where no policy applies. */
export function withSla(session: SessionState, terms: SlaTerms | undefined): SessionState {
  const state = session.sla || session.slaStanding ? withoutSla(session) : session;
  const policy = terms && state.clocks && policyFor(terms.policies, state);
  if (!policy) return state;
  const clocks = dueClocksOf(state, policy, terms);
  if (clocks.length === 0) return state;
  const running = clocks
    .filter(({ clock }) => clock.endedAt === undefined)
    .sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  const sla = running.length > 0 ? slaOf(running, policy) : undefined;
  return { ...state, ...(sla && { sla }), slaStanding: standingOf(clocks, policy, state) };
}

const withoutSla = ({ sla, slaStanding, ...state }: SessionState): SessionState => state;

function slaOf(running: readonly DueClock[], { id, name }: SlaPolicy): Sla {
  const first = running[0]!;
  return {
    policyId: id,
    policy: name,
    ...(first.dueAt !== undefined && { target: first.clock.target, dueAt: iso(first.dueAt) }),
    ...(first.dueAt !== undefined && first.warnAt !== undefined && { warnAt: iso(first.warnAt) }),
    ...(first.dueAt !== undefined && first.clock.missed && { breachedAt: iso(first.dueAt) }),
    promises: running.map(({ clock, dueAt, left }) => ({
      target: clock.target,
      since: iso(clock.since),
      ...(dueAt === undefined ? { minutesLeft: Math.ceil(left / minuteMs) } : { dueAt: iso(dueAt) }),
      ...(clock.missed && { breached: true as const }),
    })),
  };
}

/** It has come too late, or will break unless it comes. */
const breaks = ({ clock, dueAt }: DueClock) =>
  dueAt !== undefined && (clock.endedAt === undefined || clock.endedAt > dueAt);

function standingOf(clocks: readonly DueClock[], policy: SlaPolicy, now: SessionState): SlaStanding {
  const unrecorded = clocks
    .filter((one) => breaks(one) && !one.clock.missed)
    .sort((a, b) => a.dueAt! - b.dueAt!);
  const next = unrecorded[0];
  return {
    ...(next && { breaksAt: iso(next.dueAt!) }),
    ...(next?.warnAt !== undefined && next.clock.endedAt === undefined && { warnAt: iso(next.warnAt) }),
    outcomes: clocks.flatMap((one) => outcomeOf(one, policy, now)),
  };
}

/** Who held it at that time; of a clock from before that was kept, who holds it now. */
function heldAt({ held }: Clock, at: number, now: SessionState): HeldBy {
  const { agentId, teamId, priority }: Omit<Holder, 'from'> =
    held?.findLast(({ from }) => from <= at) ?? held?.[0] ?? now;
  return { ...(agentId && { agentId }), ...(teamId && { teamId }), priority };
}

function outcomeOf(due: DueClock, { id, name }: SlaPolicy, now: SessionState): SlaOutcome[] {
  const { clock, dueAt } = due;
  const { endedAt, since, target } = clock;
  const missed = clock.missed === true || (endedAt !== undefined && breaks(due));
  const kept = endedAt !== undefined && !missed && !clock.dropped;
  if (!missed && !kept) return [];
  const at = (kept ? endedAt : (dueAt ?? endedAt)) ?? since;
  return [
    {
      target,
      since: iso(since),
      policyId: id,
      policyName: name,
      at: iso(at),
      kept,
      ...heldAt(clock, at, now),
    },
  ];
}

/** Those that broke by now, of which the log does not say so. */
export function brokenBy(session: SessionState, terms: SlaTerms | undefined, now: number): SlaBreach[] {
  const policy = terms && session.clocks && policyFor(terms.policies, session);
  if (!policy) return [];
  return dueClocksOf(session, policy, terms)
    .filter((one) => breaks(one) && !one.clock.missed && one.dueAt! <= now)
    .map(({ clock, dueAt }) => ({
      target: clock.target,
      since: iso(clock.since),
      dueAt: iso(dueAt!),
      policyId: policy.id,
      policyName: policy.name,
      ...(clock.endedAt !== undefined && { endedAt: iso(clock.endedAt) }),
    }));
}
