// A model's proposal of scores: within the budget, counted as everything that it writes for the team.
import { DomainError } from '../../errors';
import type { ResponderSettings } from '../../protocol/answers';
import type { QualityCard, QualityProposal } from '../../protocol/quality';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import { judgeTask, readJudgement } from './score-conversation';
import { write, type WriterDeps } from './write';

export interface JudgingDeps extends WriterDeps {
  sessions: Pick<Sessions, 'get' | 'messages'>;
  settings(organizationId: string): Promise<ResponderSettings>;
}

export type Judging = ReturnType<typeof createJudging>;

const messagesRead = 300;

export function createJudging(deps: JudgingDeps) {
  /** @throws `unavailable` without a model, or where it fails; undefined where what it wrote is no answer to the card */
  return async function judge(
    { organizationId, sessionId }: { organizationId: string; sessionId: string },
    { criteria }: Pick<QualityCard, 'criteria'>,
    { by, agentName }: { by: 'agent' | 'ai'; agentName: string },
  ): Promise<QualityProposal | undefined> {
    const session = await deps.sessions.get(organizationId, sessionId);
    const messages = await deps.sessions.messages(organizationId, sessionId, { limit: messagesRead });
    const judged = { criteria, messages, whose: by === 'ai' ? 'the AI' : `the agent ${agentName}` };
    const settings = await deps.settings(organizationId);
    const written = await write(deps, { organizationId, session, settings }, judgeTask(judged));
    if (!written) throw new DomainError('unavailable', say('no_model'));
    const scores = readJudgement(written.text, judged);
    return scores && { model: written.model, at: new Date().toISOString(), scores };
  };
}
