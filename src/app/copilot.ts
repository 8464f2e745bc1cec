// What helps agents: it asks the same knowledge and the same models as the answers to customers.
import { chooseProviders } from '../responder/choose-provider';
import { createCopilot, type Copilot } from '../responder/copilot/copilot';
import { createJudging, type Judging } from '../responder/copilot/judging';
import { createRewriting, type RewritingOf } from '../responder/copilot/rewriting';
import type { Responder } from '../responder/responder';
import { summarySoFar } from './conversation-reading';
import type { Parts } from './parts';
import { responderSettings } from './responder-settings';

export function buildCopilot(
  parts: Pick<Parts, 'config' | 'sessions' | 'knowledge' | 'tables' | 'events' | 'settingsReader' | 'log'>,
  { breakers, budget }: Pick<Responder, 'breakers' | 'budget'>,
): { copilot: Copilot; rewriting: RewritingOf; judge: Judging } {
  const { config, sessions, knowledge, tables, events, log } = parts;
  const common = {
    ...chooseProviders(config.ai),
    ...{ breakers, budget, sessions, knowledge, log },
    answers: tables.answers,
    settings: (organizationId: string) => responderSettings(parts.settingsReader, organizationId),
    deadlineMs: config.ai.deadlineMs,
  };
  const copilot = createCopilot({ ...common, events, store: tables.suggestedReplies, soFar: summarySoFar });
  return { copilot, rewriting: createRewriting(common), judge: createJudging(common) };
}
