// What a rule would have done in sessions of the past: their logs are read again, and nothing is written.
import type { NewRule, RuleTried } from '../../protocol/automation-rules';
import type { Message } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import { causesOf, silenceFor, unwatched, watchAfter, wokenOf } from './causes';
import { momentOf, type RuleFacts } from './look';
import { matched } from './matching';
import type { Watch } from './store';

export interface DryRunDeps {
  sessions: Pick<Sessions, 'list' | 'messages'>;
  facts: RuleFacts;
  /** The core's own: a session before its first message, and after one more. */
  begin(session: SessionState): SessionState;
  after(state: SessionState, message: Message): SessionState;
  now(): number;
}

type Tried = Pick<NewRule, 'when' | 'if'>;
type Match = RuleTried['matches'][number];

const pageSize = 200;
/** Of one session: what is longer is looked at up to here. */
const mostMessages = 2_000;
const minuteMs = 60_000;

export type DryRun = ReturnType<typeof createDryRun>;

export function createDryRun(deps: DryRunDeps) {
  /** One page of sessions, the newest first. */
  return async function dryRun(
    organizationId: string,
    rule: Tried,
    page: { limit: number; cursor?: string },
  ): Promise<RuleTried> {
    const { items, nextCursor } = await deps.sessions.list(organizationId, {}, page);
    const matches: Match[] = [];
    for (const session of items) {
      const match = await tried(deps, rule, session);
      if (match) matches.push(match);
    }
    return { looked: items.length, matches, nextCursor };
  };
}

async function tried(deps: DryRunDeps, rule: Tried, session: SessionState): Promise<Match | undefined> {
  const hits: Array<Pick<Match, 'seq' | 'at' | 'matched'>> = [];
  const hit = async (step: Step, at: Date, woken: Match['matched'] = []) => {
    const fits = await matched(rule.if, momentOf(deps.facts, { ...step, at }));
    if (fits) hits.push({ seq: step.message.seq, at: at.toISOString(), matched: [...woken, ...fits] });
  };
  const last = await replay(deps, session, async (before, after) => {
    const { message } = after;
    const ended = before && endedSilence(rule, before, Date.parse(message.timestamp));
    if (ended && !isSame(rule, before.watch, after.watch))
      await hit({ ...before, message: ended.message }, ended.at);
    const woken = wokenOf(rule.when, causesOf(message, before?.watch ?? unwatched, after.watch));
    if (woken) await hit(after, new Date(message.timestamp), woken);
  });
  const still = last && endedSilence(rule, last, deps.now());
  if (still) await hit({ ...last, message: still.message }, still.at);
  const [first] = hits;
  const { id: sessionId, customerName, channelType } = session;
  return (
    first && {
      ...{ sessionId, channelType, times: hits.length },
      ...(customerName !== undefined && { customerName }),
      ...first,
    }
  );
}

interface Step {
  session: SessionState;
  watch: Watch;
  message: Message;
  /** Messages that a silence began with. */
  begun: Map<number, Message>;
}

/** @returns the last step; undefined for an empty log */
async function replay(
  { sessions, begin, after }: DryRunDeps,
  row: SessionState,
  each: (before: Step | undefined, after: Step) => Promise<void>,
): Promise<Step | undefined> {
  let step: Step | undefined;
  let session = begin(row);
  const begun = new Map<number, Message>();
  for (let read = 0; read < mostMessages;) {
    const page = await sessions.messages(row.organizationId, row.id, { after: read, limit: pageSize });
    for (const message of page) {
      session = after(session, message);
      const watch = watchAfter(step?.watch ?? unwatched, message);
      if ([watch.answered?.seq, watch.awaiting?.seq].includes(message.seq)) begun.set(message.seq, message);
      const next: Step = { session, watch, message, begun };
      await each(step, next);
      step = next;
    }
    if (page.length < pageSize) break;
    read = page.at(-1)!.seq;
  }
  return step;
}

const isSame = ({ when }: Tried, before: Watch, after: Watch): boolean =>
  silenceFor(when, before)?.seq === silenceFor(when, after)?.seq;

/** The silence before `until`, where it had lasted long enough. */
function endedSilence(
  { when }: Tried,
  { watch, begun }: Step,
  until: number,
): { message: Message; at: Date } | undefined {
  const silence = silenceFor(when, watch);
  const message = silence && begun.get(silence.seq);
  if (!message) return undefined;
  const due = Date.parse(silence.at) + silence.minutes * minuteMs;
  return due <= until ? { message, at: new Date(due) } : undefined;
}
