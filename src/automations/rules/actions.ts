// What a rule does in a session, each by the session's own command and under a name of its own: done again, it is done once.
import { DomainError, Stale } from '../../errors';
import type { RuleAction, RuleOutcome } from '../../protocol/automation-rules';
import type { CompanyValue } from '../../protocol/companies';
import type { AttributeValue } from '../../protocol/customer-attributes';
import type { MacroSteps } from '../../protocol/macros';
import type { Message } from '../../protocol/model/message';
import { filledReply, holesIn, type ReplyValues } from '../../protocol/reply-text';
import type { Actor, AgentRef, Sessions } from '../../sessions/commands';
import type { TeamRef } from '../../sessions/assign-agents';
import type { SessionState } from '../../sessions/session';
import type { SafeFetch } from '../../tools/safe-fetch';
import type { MacroRow } from '../store';
import { nameOfAction } from './causes';
import type { RuleRow, RuleRuns, Rules, Run } from './store';
import { callWebhook } from './webhook';

export interface ActionDeps {
  sessions: Pick<Sessions, 'get' | 'messages' | 'reply' | 'update' | 'transfer' | 'giveToAi' | 'close'>;
  rules: Pick<Rules, 'secret'>;
  runs: Pick<RuleRuns, 'did' | 'mayWrite'>;
  fetch: SafeFetch;
  /**
   * What is kept of the session's customer. False where it is so already.
   * @throws `invalid` where the attribute is not declared so
   */
  setAttribute(session: SessionState, given: SetTo<AttributeValue>): Promise<boolean>;
  /**
   * What is kept of the company of the session's customer. False where it is so already, undefined where they belong to none.
   * @throws `invalid` where it would be more than a company may have
   */
  setCompanyAttribute(session: SessionState, given: SetTo<CompanyValue>): Promise<boolean | undefined>;
  /** To whoever is free, with the whole story. */
  handOver(session: SessionState, reason: string): Promise<unknown>;
  agentOf(organizationId: string, agentId: string): Promise<AgentRef | undefined>;
  teamOf(organizationId: string, teamId: string): Promise<TeamRef | undefined>;
  /** One of the team's. */
  macroOf(organizationId: string, macroId: string): Promise<MacroRow | undefined>;
  /** What stands in its words for what is known of the session. */
  valuesOf(session: SessionState): Promise<ReplyValues>;
  /** What the customer is shown as the sender. */
  nameOf(organizationId: string): Promise<string | undefined>;
  aiAnswers(organizationId: string): Promise<boolean>;
  /** What a webhook is told of the session. */
  shown(session: SessionState): object;
}

export interface SetTo<Value> {
  attribute: string;
  /** null clears it. */
  value: Value | null;
  by: { kind: 'system'; name: string; runId: string };
}

export interface Place {
  organizationId: string;
  rule: RuleRow;
  run: Run;
}

type Did = Omit<RuleOutcome, 'do'>;
/** @param name what the action is called in the log */
type Doing<Action> = (deps: ActionDeps, at: At, action: Action) => Promise<Did>;
type At = Place & { name: string; by: Actor };
type Of<Name extends RuleAction['do']> = Extract<RuleAction, { do: Name }>;

const done: Did = { outcome: 'done' };
const nothing: Did = { outcome: 'nothing' };
const failed = (why: string): Did => ({ outcome: 'failed', why });

/** @throws what is over by itself: it is done later */
export async function act(
  deps: ActionDeps,
  place: Place,
  { action, index }: { action: RuleAction; index: string | number },
): Promise<RuleOutcome> {
  const by: Actor = { kind: 'system', name: spoken(place.rule) };
  const at: At = { ...place, name: nameOfAction(place.run.id, index), by };
  try {
    const doing = doings[action.do] as Doing<RuleAction>;
    return { do: action.do, ...(await doing(deps, at, action)) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
    return { do: action.do, ...failed(error.message) };
  }
}

/** As lines in a conversation call it. */
export const spoken = ({ name }: Pick<RuleRow, 'name'>): string => `Rule “${name}”`;

/** Conversations that say the change say whose it is, and rules which of them led to it. */
const writerOf = ({ rule, run }: At) => ({ kind: 'system', name: spoken(rule), runId: run.id }) as const;

const placeOf = ({ organizationId, run: { sessionId }, name }: At) => ({
  organizationId,
  sessionId,
  clientMessageId: name,
});

const doings: { [Name in RuleAction['do']]: Doing<Of<Name>> } = {
  reply,
  async note(deps, at, { text }) {
    const words = await wordsOf(deps, at, text);
    await deps.sessions.reply({ ...placeOf(at), by: at.by, type: 'note', content: { text: words } });
    return done;
  },
  add_labels: (deps, at, { labels }) => relabel(deps, at, (before) => [...new Set([...before, ...labels])]),
  remove_labels: (deps, at, { labels }) =>
    relabel(deps, at, (before) => before.filter((label) => !labels.includes(label))),
  async priority({ sessions }, at, { priority }) {
    const { organizationId, run } = at;
    if ((await sessions.get(organizationId, run.sessionId)).priority === priority) return nothing;
    await sessions.update({ ...placeOf(at), by: at.by, priority });
    return done;
  },
  async set_attribute({ sessions, setAttribute }, at, { attribute, value }) {
    const session = await sessions.get(at.organizationId, at.run.sessionId);
    return (await setAttribute(session, { attribute, value, by: writerOf(at) })) ? done : nothing;
  },
  async set_company_attribute({ sessions, setCompanyAttribute }, at, { attribute, value }) {
    const session = await sessions.get(at.organizationId, at.run.sessionId);
    const isNew = await setCompanyAttribute(session, { attribute, value, by: writerOf(at) });
    if (isNew === undefined) return failed('The customer belongs to no company.');
    return isNew ? done : nothing;
  },
  async agent({ sessions, agentOf }, at, { agentId }) {
    const agent = await agentOf(at.organizationId, agentId);
    if (!agent) return failed('The agent is not there any more.');
    return moved(sessions, at, () => sessions.transfer({ ...placeOf(at), by: at.by, to: { agent } }));
  },
  async team({ sessions, teamOf }, at, { teamId }) {
    const team = await teamOf(at.organizationId, teamId);
    if (!team) return failed('The team is not there any more.');
    const reason = spoken(at.rule);
    return moved(sessions, at, () => sessions.transfer({ ...placeOf(at), by: at.by, to: { team }, reason }));
  },
  queue: ({ sessions, handOver }, at) =>
    moved(sessions, at, async (session) => {
      const reason = spoken(at.rule);
      if (session.status === 'active') await handOver(session, reason);
      else await sessions.transfer({ ...placeOf(at), by: at.by, to: { queue: true }, reason });
    }),
  async ask_ai({ sessions, runs, aiAnswers }, at) {
    const { organizationId, run } = at;
    const { sessionId, id: except } = run;
    if (!(await aiAnswers(organizationId))) return failed('The AI is switched off.');
    const before = { sessionId, action: 'ask_ai', except, since: new Date(0) } as const;
    if (await runs.did(organizationId, before)) return failed('The AI has had it back once already.');
    return moved(sessions, at, () => sessions.giveToAi({ ...placeOf(at), by: at.by }));
  },
  close,
  macro,
  webhook,
};

async function moved(
  sessions: ActionDeps['sessions'],
  { organizationId, run }: At,
  move: (session: SessionState) => Promise<unknown>,
): Promise<Did> {
  const { headSeq, ...before } = await sessions.get(organizationId, run.sessionId);
  await move({ headSeq, ...before });
  const after = await sessions.get(organizationId, run.sessionId);
  return after.headSeq === headSeq ? nothing : done;
}

/** Labels of others that come meanwhile stay. */
async function relabel(
  { sessions }: ActionDeps,
  at: At,
  change: (before: string[]) => string[],
): Promise<Did> {
  for (;;) {
    const { labels: before, headSeq } = await sessions.get(at.organizationId, at.run.sessionId);
    const labels = change(before);
    if (labels.length === before.length && labels.every((label) => before.includes(label))) return nothing;
    try {
      await sessions.update({ ...placeOf(at), by: at.by, labels, expectSeq: headSeq });
      return done;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
}

const dayMs = 24 * 3_600_000;

/** Nothing that a program wrote is answered by a program (RFC 3834), and nobody hears of a rule more than once a day. */
async function reply(deps: ActionDeps, at: At, { text }: Of<'reply'>): Promise<Did> {
  const { organizationId, run, rule } = at;
  if (await isFromProgram(deps, at)) return failed('A program wrote last: it is not answered by one.');
  const since = new Date(Date.now() - dayMs);
  const words = await wordsOf(deps, at, text);
  const asking = { runId: run.id, ruleId: rule.id, sessionId: run.sessionId, since };
  if (!(await deps.runs.mayWrite(organizationId, asking)))
    return failed('It wrote to this customer less than a day ago.');
  const name = await deps.nameOf(organizationId);
  await deps.sessions.reply({
    ...placeOf(at),
    by: { kind: 'system', ...(name !== undefined && { name }) },
    content: { text: words },
    metadata: { automated: { ruleId: rule.id, rule: rule.name } },
  });
  return done;
}

const lookBack = 50;

async function isFromProgram({ sessions }: ActionDeps, { organizationId, run }: At): Promise<boolean> {
  const messages = await sessions.messages(organizationId, run.sessionId, { limit: lookBack });
  const last = messages.findLast(({ sender, type }: Message) => sender === 'customer' && type !== 'system');
  return last?.content.mail?.automatic !== undefined;
}

async function wordsOf(deps: ActionDeps, { organizationId, run }: At, text: string): Promise<string> {
  if (!text.includes('{{')) return text;
  const session = await deps.sessions.get(organizationId, run.sessionId);
  const words = filledReply(text, await deps.valuesOf(session));
  const [hole] = holesIn(words);
  if (!hole) return words;
  throw new DomainError('conflict', `It is not known here: ${hole.name}.`);
}

async function close({ sessions }: ActionDeps, at: At): Promise<Did> {
  const { organizationId, run } = at;
  const { status, headSeq } = await sessions.get(organizationId, run.sessionId);
  if (status === 'closed') return nothing;
  const since = await sessions.messages(organizationId, run.sessionId, { after: run.seq, limit: 200 });
  if (since.some(({ sender, type }) => sender === 'customer' && type !== 'system'))
    return failed('The customer wrote something new, so it stays open.');
  const reason = spoken(at.rule);
  await sessions.close({ ...placeOf(at), by: at.by, reason, asksRating: true, expectSeq: headSeq });
  return done;
}

async function macro(deps: ActionDeps, at: At, { macroId }: Of<'macro'>): Promise<Did> {
  const row = await deps.macroOf(at.organizationId, macroId);
  if (!row) return failed('The macro is not there any more.');
  const all: RuleOutcome[] = [];
  for (const [step, action] of actionsOf(row.steps).entries())
    all.push(await act(deps, at, { action, index: `macro.${step}` }));
  if (row.steps.snooze !== undefined)
    all.push({ do: 'snooze', ...failed('Only an agent puts a conversation away.') });
  const why = all.flatMap((one) => one.why ?? []).join(' ');
  const did = all.filter(({ outcome }) => outcome === 'done').map((one) => one.do);
  return { ...(why ? failed(why) : did.length > 0 ? done : nothing), ...(did.length > 0 && { did }) };
}

export function actionsOf(steps: MacroSteps): RuleAction[] {
  const { reply: said, note, addLabels, removeLabels, priority, assign } = steps;
  const all: Array<RuleAction | false> = [
    said !== undefined && { do: 'reply', text: said },
    note !== undefined && { do: 'note', text: note },
    Boolean(addLabels?.length) && { do: 'add_labels', labels: addLabels! },
    Boolean(removeLabels?.length) && { do: 'remove_labels', labels: removeLabels! },
    priority !== undefined && { do: 'priority', priority },
    assign !== undefined && ('queue' in assign ? { do: 'queue' } : { do: 'agent', agentId: assign.agentId }),
    steps.close === true && { do: 'close' },
  ];
  return all.filter((action) => action !== false);
}

async function webhook(deps: ActionDeps, at: At, { url }: Of<'webhook'>): Promise<Did> {
  const { organizationId, run, rule, name: id } = at;
  const secret = await deps.rules.secret(organizationId, rule.id);
  if (secret === undefined) return failed('Its secret cannot be read any more. Make a new one.');
  const session = await deps.sessions.get(organizationId, run.sessionId);
  const [woken] = await deps.sessions.messages(organizationId, run.sessionId, {
    after: run.seq - 1,
    limit: 1,
  });
  const body = {
    id,
    event: 'rule',
    rule: { id: rule.id, name: rule.name },
    on: run.on,
    at: run.createdAt.toISOString(),
    session: deps.shown(session),
    ...(woken?.seq === run.seq && { message: toldOf(woken) }),
  };
  return callWebhook(deps.fetch, { url, id, body, secret });
}

const toldOf = ({ seq, type, sender, content, timestamp }: Message) => ({
  ...{ seq, type, sender, timestamp },
  ...(content.text !== undefined && { text: content.text }),
  ...(content.systemAction !== undefined && { systemAction: content.systemAction }),
});
