// What a model writes for the team: within the budget, counted, and the same breakers as for answers.
import type { Log } from '../../log';
import type { ResponderSettings } from '../../protocol/answers';
import { withinLimits } from '../../tools/linked-signal';
import { nameOf } from '../ask-providers';
import { affordable, costOf } from '../answer-cost';
import type { WriteDeps } from '../compose-answer';
import type { Provider, WritingTask } from '../providers/provider';
import type { Asker, RunBudget } from '../run-budget';
import type { AnswerStore } from '../store';

export interface WriterDeps extends WriteDeps {
  budget: Pick<RunBudget, 'affords' | 'spend' | 'keepsToWords'>;
  answers: Pick<AnswerStore, 'record'>;
  log: Log;
  /** Milliseconds that one model has. */
  deadlineMs: number;
}

export interface ByModel {
  text: string;
  model: string;
}

export type WritingFor = Required<Asker> & {
  settings: ResponderSettings;
  /** Called once a model is about to be asked, before it costs anything. */
  noteAsked?(): Promise<void>;
};

/** Undefined where there is no model, the budget is spent, or every model fails: rules do, or nothing is written. */
export async function write(
  deps: WriterDeps,
  asker: WritingFor,
  task: WritingTask,
): Promise<ByModel | undefined> {
  const { organizationId, session } = asker;
  const breakerOf = (one: Provider) => deps.breakers.of(organizationId, nameOf(one));
  // Where all are left alone for a moment nobody is asked: that takes nothing from what the AI may do.
  const able = (await affordable(deps, asker)).filter(
    (one) => one.write && one.model !== undefined && !breakerOf(one).isOpen(),
  );
  if (able.length === 0 || (await deps.budget.spend({ organizationId })) !== undefined) return undefined;
  await asker.noteAsked?.();
  for (const by of able) {
    const startedAt = Date.now();
    try {
      const { text, tokens } = await breakerOf(by).run(() => ask(deps, by, task));
      await deps.answers.record({
        ...{ organizationId, sessionId: session.id, question: '', decision: 'written', confidence: 1 },
        ...{ provider: by.name, model: by.model!, sources: [] },
        ...{ inputTokens: tokens.input, outputTokens: tokens.output, latencyMs: Date.now() - startedAt },
        ...costOf({ tokens }, asker.settings.prices ?? by.prices),
      });
      return { text, model: by.model! };
    } catch (error) {
      deps.log.warn({ sessionId: session.id, error: String(error) }, 'copilot: a model wrote nothing');
    }
  }
  return undefined;
}

function ask({ deadlineMs }: WriterDeps, by: Provider, task: WritingTask) {
  return withinLimits({ signals: [], timeoutMs: deadlineMs }, (signal) => by.write!(task, { signal }));
}
