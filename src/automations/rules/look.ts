// Looks at what is new in a session's log, and at who is silent there, and writes down which rules that wakes. The log is the
// truth: each message is looked at once, in order, whoever rang.
import { longestChain, type NewRule } from '../../protocol/automation-rules';
import type { Message } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import {
  causesOf,
  happenedAt,
  runOf,
  silenceFor,
  unwatched,
  waitsForChange,
  watchAfter,
  wokenOf,
} from './causes';
import { matched, type Moment } from './matching';
import type { NewRun, RuleRow, RuleRuns, Watch } from './store';

export interface RuleFacts {
  /** By the business hours: whether it is open then, or when it opens next (ISO 8601). */
  opening(organizationId: string, at: Date): Promise<{ open: boolean; opensAt?: string }>;
  customer(session: SessionState): ReturnType<Moment['customer']>;
}

export interface LookDeps {
  /** Those that are switched on, in their order. */
  active(organizationId: string): Promise<RuleRow[]>;
  runs: RuleRuns;
  sessions: Pick<Sessions, 'get' | 'messages'>;
  facts: RuleFacts;
  /** Milliseconds since 1970 by the clock that all nodes share. */
  now(): number;
}

const pageSize = 200;
/** So often may one rule run in one session within an hour: beyond it something answers itself. */
const mostAnHour = 30;
/** So often may it run within an hour, wherever, because what is kept of customers and companies is another: a program may change it of all of them. */
export const mostByChanges = 100;
const byChanges = {
  anHour: mostByChanges,
  why: `It ran ${mostByChanges} times within an hour: so many changes a program makes.`,
};
/** A silence that was found no sooner is none that anybody still waits for. */
const latestMs = 7 * 24 * 3_600_000;
const minuteMs = 60_000;

export function createLook(deps: LookDeps): (organizationId: string, sessionId: string) => Promise<void> {
  const { active, runs, sessions } = deps;
  return async function look(organizationId, sessionId) {
    const rules = await active(organizationId);
    if (rules.length === 0) return;
    let watch = (await runs.watch(organizationId, sessionId)) ?? unwatched;
    for (;;) {
      const page = await sessions.messages(organizationId, sessionId, { after: watch.seq, limit: pageSize });
      if (page.length === 0) break;
      const session = await sessions.get(organizationId, sessionId);
      const before = watch.seq;
      const found: NewRun[] = [];
      for (const message of page) {
        const after = watchAfter(watch, message);
        found.push(...(await wokenBy(deps, { session, rules, message, before: watch, after, found })));
        watch = after;
      }
      // Somebody else has looked meanwhile, and goes on.
      if (!(await runs.record(organizationId, { sessionId, before, watch, runs: found }))) return;
    }
    await lookAtSilence(deps, { organizationId, sessionId, rules, watch });
  };
}

export function momentOf(
  facts: RuleFacts,
  { session, message, watch, at }: { session: SessionState; message: Message; watch: Watch; at: Date },
): Moment {
  return {
    // As it was then, as far as that is known.
    session: { ...session, status: watch.status, labels: watch.labels },
    message,
    isOpen: async () => (await facts.opening(session.organizationId, at)).open,
    customer: () => facts.customer(session),
  };
}

interface Happened {
  session: SessionState;
  rules: readonly RuleRow[];
  message: Message;
  before: Watch;
  after: Watch;
  /** By earlier messages, and not written down yet. */
  found: readonly NewRun[];
}

async function wokenBy(
  deps: LookDeps,
  { session, rules, message, before, after, found: earlier }: Happened,
): Promise<NewRun[]> {
  const found: NewRun[] = [];
  const causes = causesOf(message, before, after);
  const at = new Date(message.timestamp);
  const happened = happenedAt(message);
  const moment = momentOf(deps.facts, { session, message, watch: after, at });
  for (const rule of rules) {
    if (rule.activeSince === null || happened < rule.activeSince) continue;
    const woken = wokenOf(rule.when, causes);
    const fits = woken && (await matched(rule.if, moment));
    if (!fits) continue;
    const { seq } = message;
    const here = earlier.filter(({ ruleId }) => ruleId === rule.id);
    const run = { rule, seq, matched: [...woken, ...fits], by: runOf(message), earlier: here };
    found.push(await checked(deps, session, run));
  }
  return found;
}

interface Found {
  rule: RuleRow;
  seq: number;
  matched: NewRun['matched'];
  /** The run that wrote the message. */
  by?: string | undefined;
  /** Of the same rule, and not written down yet. */
  earlier: readonly NewRun[];
}

/** A rule follows from no rule that it led to, and chains end. */
async function checked(
  { runs }: LookDeps,
  { organizationId, id: sessionId }: SessionState,
  { rule, seq, matched: fits, by, earlier }: Found,
): Promise<NewRun> {
  const { id: ruleId, when } = rule;
  const led = by === undefined ? [] : ((await runs.get(organizationId, by))?.chain ?? []);
  const run = { ruleId, seq, on: when.on, matched: fits, chain: [...led, ruleId] };
  const stop = (why: string): NewRun => ({ ...run, status: 'stopped', why });
  if (led.includes(ruleId)) return stop('It would follow from itself.');
  if (run.chain.length > longestChain)
    return stop(`${longestChain} rules have followed from one another: here it ends.`);
  const left = mostAnHour - earlier.length;
  if (left <= 0 || (await runs.lately(organizationId, { ruleId, sessionId, atMost: left })) >= left)
    return stop(`It ran ${mostAnHour} times here within an hour.`);
  return { ...run, status: 'pending', ...(waitsForChange(when) && { atMost: byChanges }) };
}

/** Looked at once, when its time has come: as it is then. */
async function lookAtSilence(
  deps: LookDeps,
  {
    organizationId,
    sessionId,
    rules,
    watch,
  }: { organizationId: string; sessionId: string; rules: readonly RuleRow[]; watch: Watch },
): Promise<void> {
  const { runs, sessions, now } = deps;
  const found: NewRun[] = [];
  for (const rule of rules) {
    const seq = dueSilence(rule, watch, now());
    const { id: ruleId } = rule;
    if (seq === undefined || (await runs.has(organizationId, { ruleId, sessionId, seq }))) continue;
    const [message] = await sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 });
    if (message?.seq !== seq) continue;
    const session = await sessions.get(organizationId, sessionId);
    const dueAt = await opensLater(deps, organizationId, rule);
    const at = dueAt ?? new Date(now());
    const moment = momentOf(deps.facts, { session, message, watch, at });
    // Whoever put it away has decided when it comes back.
    const fits = session.snoozed ? undefined : await matched(rule.if, moment);
    const run = { ruleId, seq, on: rule.when.on, matched: fits ?? [], chain: [ruleId] };
    found.push({ ...run, status: fits ? 'pending' : 'skipped', ...(dueAt && { dueAt }) });
  }
  if (found.length > 0)
    await runs.record(organizationId, { sessionId, before: watch.seq, watch, runs: found });
}

/** What is for the business hours, and falls due after them, waits until they begin. */
async function opensLater(
  { facts, now }: LookDeps,
  organizationId: string,
  rule: RuleRow,
): Promise<Date | undefined> {
  if (rule.if.hours !== 'open') return undefined;
  const { open, opensAt } = await facts.opening(organizationId, new Date(now()));
  return open || opensAt === undefined ? undefined : new Date(opensAt);
}

/** The message since which it has been silent for as long as the rule says. */
export function dueSilence(
  { when, activeSince }: Pick<NewRule, 'when'> & Pick<RuleRow, 'activeSince'>,
  watch: Watch,
  now: number,
): number | undefined {
  const silence = silenceFor(when, watch);
  if (!silence || activeSince === null) return undefined;
  const since = Date.parse(silence.at);
  const due = since + silence.minutes * minuteMs;
  return since >= activeSince.getTime() && due <= now && now < due + latestMs ? silence.seq : undefined;
}
