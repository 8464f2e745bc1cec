// One turn of the rules in a session: look at what is new, then do what is due. Its rows are the truth; run twice it is done once.
import type { RuleOutcome } from '../../protocol/automation-rules';
import { act, type ActionDeps } from './actions';
import { silenceFor } from './causes';
import { createLook, type LookDeps } from './look';
import type { RuleRow, RuleRuns, Rules, Run } from './store';

export interface WorkDeps extends Omit<LookDeps, 'sessions' | 'runs'>, Omit<ActionDeps, 'rules' | 'runs'> {
  rules: Pick<Rules, 'get' | 'secret'>;
  runs: RuleRuns;
  /** Rings again, then. */
  workLater(at: { organizationId: string; sessionId: string }, when: Date): void;
}

/** With growing pauses, some two hours. */
const mostTries = 8;
const pauseSeconds = (tries: number) => Math.min(30 * 3 ** (tries - 1), 3_600);

/** Rejects while a store is away: what is due then is done later. */
export function createWork(deps: WorkDeps): (organizationId: string, sessionId: string) => Promise<void> {
  const look = createLook(deps);
  return async function work(organizationId, sessionId) {
    await look(organizationId, sessionId);
    const faults: unknown[] = [];
    for (let run; (run = await deps.runs.take(organizationId, sessionId));) {
      const rule = await deps.rules.get(organizationId, run.ruleId);
      // The others go on in this turn: by the next one this may be due again, and first.
      if (rule) await attempt(deps, { organizationId, rule, run }).catch((error) => faults.push(error));
    }
    if (faults.length > 1) throw new AggregateError(faults, faults.map(String).join('; '));
    if (faults.length === 1) throw faults[0];
  };
}

/** What fails in an unforeseen way is tried again later, and in the end left: it holds up no other of its conversation. */
async function attempt(deps: WorkDeps, place: Place): Promise<void> {
  const { organizationId, run } = place;
  try {
    await perform(deps, place);
  } catch (error) {
    const last = run.tries >= mostTries;
    const again = pauseSeconds(run.tries);
    const known = (await deps.runs.get(organizationId, run.id))?.outcomes ?? run.outcomes;
    await deps.runs.settle(organizationId, run.id, {
      ...(last ? { status: 'failed' } : { status: 'pending', again }),
      outcomes: last ? ended(known) : known,
    });
    if (!last)
      deps.workLater({ organizationId, sessionId: run.sessionId }, new Date(deps.now() + again * 1000));
    throw error;
  }
}

interface Place {
  organizationId: string;
  rule: RuleRow;
  run: Run;
}

async function perform(deps: WorkDeps, place: Place): Promise<void> {
  const { organizationId, rule, run } = place;
  if (await isOver(deps, place)) {
    await deps.runs.settle(organizationId, run.id, {
      status: 'done',
      outcomes: rule.then.map((action) => ({
        do: action.do,
        outcome: 'nothing',
        why: 'Somebody has answered meanwhile.',
      })),
    });
    return;
  }
  const outcomes = [...run.outcomes];
  for (const [index, action] of rule.then.entries()) {
    const known = outcomes[index];
    if (known && known.outcome !== 'waiting') continue;
    const outcome = await act(deps, place, { action, index });
    // What was there already may be what an earlier try did.
    const before = outcome.outcome === 'nothing' && run.tries > 1;
    outcomes[index] = before ? { ...outcome, outcome: 'done' } : outcome;
    // Whoever goes on after a kill does not do it again: a person may have acted on it meanwhile.
    if (index < rule.then.length - 1) await deps.runs.note(organizationId, run.id, outcomes);
  }
  await settle(deps, place, outcomes);
}

/** Whoever was silent is not any more: what was to be done about it is not. */
async function isOver({ runs }: WorkDeps, { organizationId, rule, run }: Place): Promise<boolean> {
  if (run.on !== rule.when.on || !['customer_silent', 'team_silent'].includes(run.on) || run.tries > 1)
    return false;
  const watch = await runs.watch(organizationId, run.sessionId);
  return watch !== undefined && silenceFor(rule.when, watch)?.seq !== run.seq;
}

async function settle(
  { runs, workLater, now }: WorkDeps,
  { organizationId, run }: Place,
  all: readonly RuleOutcome[],
): Promise<void> {
  const waits = all.some(({ outcome }) => outcome === 'waiting');
  if (waits && run.tries < mostTries) {
    const again = pauseSeconds(run.tries);
    await runs.settle(organizationId, run.id, { status: 'pending', outcomes: all, again });
    workLater({ organizationId, sessionId: run.sessionId }, new Date(now() + again * 1000));
    return;
  }
  const outcomes = ended(all);
  const status = outcomes.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'done';
  await runs.settle(organizationId, run.id, { status, outcomes });
}

/** Nothing waits any more. */
const ended = (all: readonly RuleOutcome[]): RuleOutcome[] =>
  all.map((one) => (one.outcome === 'waiting' ? { ...one, outcome: 'failed' } : one));
