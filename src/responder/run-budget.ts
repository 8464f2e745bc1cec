// What one session, one customer and one organization may have the AI do: a person takes over beyond it; and what a customer
// lets it do.
import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors';
import type { AnswerBudget, ResponderSettings } from '../protocol/answers';
import type { Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import type { SessionState } from '../sessions/session';
import type { AnswerStore, RunLimits, Spent } from './store';

/** Whoever ends conversations and begins others gets so many answers within this time as one conversation may have. */
const windowMs = 3_600_000;
/** How old the count of them may be. */
const countedMs = 300_000;

const dayMs = 86_400_000;

/** One answer may go beyond it: what it takes is known when it is written. */
function isWithin(spent: Spent, budget: AnswerBudget): boolean {
  return (['session', 'customer', 'day'] as const).every((of) => {
    const { tokens = Infinity, money = Infinity } = budget[of] ?? {};
    return spent[of].tokens < tokens && spent[of].money < money;
  });
}

export interface Asker {
  organizationId: string;
  /** Absent where nobody is answered: a preview. */
  session?: Pick<SessionState, 'id' | 'customerId'>;
}

/** Whose words models may have. */
export interface ModelChoice {
  /** False: no model reads what the customer writes. */
  lets(customer: { organizationId: string; customerId: string }): Promise<boolean>;
  /** Vectors of questions are made by another server, which is one more reader. */
  asksAfar: boolean;
}

export const everybodyLets: ModelChoice = { lets: () => Promise.resolve(true), asksAfar: false };

export interface RunBudget {
  /** Whether the customer lets a model read it. */
  lets(asker: Asker): Promise<boolean>;
  /** Counts one run. Resolves with one sentence for the agent when it is one too many. */
  spend(asker: Asker): Promise<Words | undefined>;
  /** Whether the customer lets a model read it, and the organization's budget of tokens and money has something left for one more answer. */
  affords(asker: Asker & { settings: Pick<ResponderSettings, 'budget'> }): Promise<boolean>;
  /** What this customer writes is looked for by words alone: it would be sent to another server, and they let no model read it. */
  keepsToWords(asker: Asker): Promise<boolean>;
  /** Answers that the customer got in other sessions within the last hour, as counted in the last five minutes. */
  answersElsewhere(session: SessionState): Promise<number>;
}

export function createRunBudget(
  limits: RunLimits,
  answers: Pick<AnswerStore, 'answersElsewhere' | 'spent'>,
  choice: ModelChoice,
): RunBudget {
  const elsewhere = new LRUCache<string, number>({ max: 10_000, ttl: countedMs });

  const isLet = async ({ organizationId, session }: Asker) =>
    session === undefined || choice.lets({ organizationId, customerId: session.customerId });

  async function isSpent(type: Parameters<RunLimits['take']>[0], id: string): Promise<boolean> {
    try {
      await limits.take(type, id);
      return false;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'rate_limited') return true;
      throw error;
    }
  }
  return {
    lets: isLet,
    async spend({ organizationId, session }) {
      if (session && (await isSpent('ai_session', session.id))) {
        return say('ai_spent_conversation');
      }
      if (session && (await isSpent('ai_customer', session.customerId))) {
        return say('ai_spent_customer');
      }
      return (await isSpent('ai_organization', organizationId)) ? say('ai_spent_all') : undefined;
    },
    async affords({ organizationId, session, settings: { budget } }) {
      if (!(await isLet({ organizationId, ...(session && { session }) }))) return false;
      if (!budget || Object.keys(budget).length === 0) return true;
      const customer = session && { sessionId: session.id, customerId: session.customerId };
      const spent = await answers.spent({ organizationId, ...customer }, new Date(Date.now() - dayMs));
      return isWithin(spent, budget);
    },
    keepsToWords: async (asker) => choice.asksAfar && !(await isLet(asker)),
    async answersElsewhere({ organizationId, id, customerId }) {
      const known = elsewhere.get(id);
      if (known !== undefined) return known;
      const since = new Date(Date.now() - windowMs);
      const count = await answers.answersElsewhere({ organizationId, customerId, sessionId: id }, since);
      elsewhere.set(id, count);
      return count;
    },
  };
}
