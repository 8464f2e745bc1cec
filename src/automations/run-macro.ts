// A macro's steps, each by the session's own command, in order. The first that fails ends it: what was done stays, and is said.
import { DomainError } from '../errors';
import type { MacroSteps, StepName } from '../protocol/macros';
import type { Message } from '../protocol/model/message';
import { say } from '../protocol/server-texts/said';
import type { Actor, AgentRef, Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';

export type MacroSessions = Pick<
  Sessions,
  'get' | 'messages' | 'mayReply' | 'reply' | 'claim' | 'transfer' | 'snooze' | 'close' | 'update'
>;

export interface Run {
  organizationId: string;
  sessionId: string;
  by: Actor;
  /** Sent again with the same one, the same words are one message. */
  runId: string;
  steps: MacroSteps;
  /** Filled in. */
  reply?: string;
  note?: string;
  /** Who gets it, where `steps.assign` names an agent. */
  assignee?: AgentRef;
  /** When it comes back; unset: when the customer writes. */
  snoozeUntil?: string;
  /** How far whoever runs it has read. */
  seenSeq: number;
}

export interface StepOutcome {
  step: StepName;
  outcome: 'done' | 'failed' | 'left';
  why?: string;
}

type Step = [StepName, () => Promise<unknown>];

/** @throws what the first step throws: then nothing was done */
export async function runMacro(sessions: MacroSessions, run: Run): Promise<StepOutcome[]> {
  const state = await sessions.get(run.organizationId, run.sessionId);
  const steps = stepsOf(sessions, run, state);
  const takesOver = steps[0]?.[0] === 'claim';
  if (run.reply !== undefined) await mayReply(sessions, run, takesOver);
  const outcomes: StepOutcome[] = [];
  for (const [step, act] of steps) {
    if (outcomes.at(-1)?.outcome === 'failed' || outcomes.at(-1)?.outcome === 'left') {
      outcomes.push({ step, outcome: 'left' });
      continue;
    }
    try {
      await act();
      outcomes.push({ step, outcome: 'done' });
    } catch (error) {
      if (outcomes.length === 0 || !(error instanceof DomainError)) throw error;
      outcomes.push({ step, outcome: 'failed', why: error.message });
    }
  }
  return outcomes;
}

/** Nothing is begun whose reply cannot go out. */
async function mayReply(sessions: MacroSessions, run: Run, takesOver: boolean): Promise<void> {
  const { organizationId, sessionId, reply = '', runId } = run;
  await sessions.mayReply({
    organizationId,
    sessionId,
    by: takesOver ? { kind: 'system' } : run.by,
    type: 'text',
    content: { text: reply },
    clientMessageId: `${runId}/reply`,
  });
}

function stepsOf(sessions: MacroSessions, run: Run, state: SessionState): Step[] {
  const { by, steps, reply, note } = run;
  const place = { organizationId: run.organizationId, sessionId: run.sessionId };
  const nobodyHasIt = state.status === 'active' || state.status === 'waiting';
  const say = (text: string, as: 'reply' | 'note') =>
    sessions.reply({
      ...place,
      by,
      type: as === 'note' ? 'note' : 'text',
      content: { text },
      clientMessageId: `${run.runId}/${as}`,
    });
  const all: Array<Step | false> = [
    reply !== undefined &&
      nobodyHasIt &&
      by.kind === 'agent' && ['claim', () => sessions.claim({ ...place, agent: agentOf(by) })],
    reply !== undefined && ['reply', () => say(reply, 'reply')],
    note !== undefined && ['note', () => say(note, 'note')],
    Boolean(steps.addLabels?.length || steps.removeLabels?.length) && ['labels', () => label(sessions, run)],
    steps.priority !== undefined && [
      'priority',
      () => sessions.update({ ...place, by, priority: steps.priority! }),
    ],
    steps.assign !== undefined && ['assign', () => assign(sessions, run)],
    steps.snooze !== undefined && [
      'snooze',
      () =>
        sessions.snooze({
          ...place,
          agent: agentOf(by),
          ...(run.snoozeUntil !== undefined && { until: run.snoozeUntil }),
        }),
    ],
    steps.close === true && ['close', () => close(sessions, run)],
  ];
  return all.filter((step) => step !== false);
}

function agentOf({ kind, id, name = '' }: Actor): AgentRef {
  if (kind === 'agent' && id !== undefined) return { id, name };
  throw new DomainError('forbidden', 'Only an agent can hold a session.');
}

async function label(sessions: MacroSessions, { organizationId, sessionId, by, steps }: Run): Promise<void> {
  const { labels } = await sessions.get(organizationId, sessionId);
  const gone = new Set(steps.removeLabels);
  const left = labels.filter((one) => !gone.has(one));
  const wanted = [...new Set([...left, ...(steps.addLabels ?? [])])];
  await sessions.update({ organizationId, sessionId, by, labels: wanted });
}

async function assign(sessions: MacroSessions, run: Run): Promise<void> {
  const { organizationId, sessionId, by, assignee } = run;
  const to = assignee ? { agent: assignee } : ({ queue: true } as const);
  await sessions.transfer({ organizationId, sessionId, by, to });
}

/** Nobody answers what is closed over: it ends as it was read, and with what the macro itself wrote. */
async function close(sessions: MacroSessions, run: Run): Promise<void> {
  const { organizationId, sessionId, by, seenSeq } = run;
  const { headSeq } = await sessions.get(organizationId, sessionId);
  if (await customerWroteAfter(sessions, run, { after: seenSeq, head: headSeq }))
    throw new DomainError('conflict', say('customer_wrote_anew'));
  await sessions.close({ organizationId, sessionId, by, asksRating: true, expectSeq: headSeq });
}

const pageSize = 50;

async function customerWroteAfter(
  sessions: MacroSessions,
  { organizationId, sessionId }: Run,
  { after, head }: { after: number; head: number },
): Promise<boolean> {
  const wrote = ({ sender, type }: Message) => sender === 'customer' && type !== 'system';
  for (let from = after; from < head; from += pageSize) {
    const page = await sessions.messages(organizationId, sessionId, { after: from, limit: pageSize });
    if (page.some(wrote)) return true;
  }
  return false;
}
