// What helps agents: it asks the same knowledge and the same models as the answers to customers.
import type { FollowUps } from '../../automations/follow-ups/follow-ups';
import { chooseProviders } from '../../responder/choose-provider';
import { createCopilot, type Copilot } from '../../responder/copilot/copilot';
import { createJudging, type Judging } from '../../responder/copilot/judging';
import { createRewriting, type RewritingOf } from '../../responder/copilot/rewriting';
import type { Responder } from '../../responder/responder';
import type { ReadAgain } from '../../insights/conversation-summaries';
import { buildReadAgain } from '../conversations/closing';
import { buildFollowUps } from '../conversations/follow-ups';
import { summarySoFar } from '../conversations/conversation-reading';
import type { Parts } from '../parts';
import { responderSettings } from './responder-settings';

export function buildCopilot(
  parts: Parts,
  { breakers, budget }: Pick<Responder, 'breakers' | 'budget'>,
): { copilot: Copilot; rewriting: RewritingOf; judge: Judging; followUps: FollowUps; readAgain: ReadAgain } {
  const { config, sessions, knowledge, tables, events, log } = parts;
  const common = {
    ...chooseProviders(config.ai),
    ...{ breakers, budget, sessions, knowledge, log },
    answers: tables.answers,
    settings: (organizationId: string) => responderSettings(parts.settingsReader, organizationId),
    deadlineMs: config.ai.deadlineMs,
  };
  const copilot = createCopilot({ ...common, events, store: tables.suggestedReplies, soFar: summarySoFar });
  return {
    copilot,
    rewriting: createRewriting(common),
    judge: createJudging(common),
    followUps: buildFollowUps(parts, common),
    readAgain: buildReadAgain(parts, common),
  };
}
