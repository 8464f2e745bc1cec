// What helps agents: it asks the same knowledge and the same models as the answers to customers.
import { chooseProviders } from '../responder/choose-provider';
import { createCopilot, type Copilot } from '../responder/copilot/copilot';
import type { Responder } from '../responder/responder';
import { summarySoFar } from './conversation-reading';
import type { Parts } from './parts';
import { responderSettings } from './responder-settings';

export function buildCopilot(
  parts: Pick<Parts, 'config' | 'sessions' | 'knowledge' | 'tables' | 'events' | 'settingsReader' | 'log'>,
  { breakers, budget }: Pick<Responder, 'breakers' | 'budget'>,
): Copilot {
  const { config, sessions, knowledge, tables, events, log } = parts;
  return createCopilot({
    ...chooseProviders(config.ai),
    ...{ breakers, budget, sessions, knowledge, events, log },
    answers: tables.answers,
    store: tables.suggestedReplies,
    soFar: summarySoFar,
    settings: (organizationId) => responderSettings(parts.settingsReader, organizationId),
    deadlineMs: config.ai.deadlineMs,
  });
}
