// What a model makes of an agent's draft, or of a message, for the agent to read: nothing of it is sent by itself.
import { LRUCache } from 'lru-cache';
import { DomainError, notFound } from '../../errors';
import { languageOf } from '../../knowledge/language';
import type { ResponderSettings } from '../../protocol/answers';
import type { CopilotState, Rewriting, Written } from '../../protocol/copilot';
import type { Message } from '../../protocol/model/message';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import type { RunBudget } from '../run-budget';
import { customersLanguage, readWritten, rewriteTask, translationTask, type Hidden } from './rewrite';
import { write, type WriterDeps } from './write';

export interface RewritingDeps extends WriterDeps {
  budget: WriterDeps['budget'] & Pick<RunBudget, 'lets'>;
  sessions: Pick<Sessions, 'get' | 'messages'>;
  settings(organizationId: string): Promise<ResponderSettings>;
}

interface Place {
  organizationId: string;
  sessionId: string;
}

/** Messages whose language is looked at. */
const looked = 50;
/** Translations that are kept so that a second agent, or a second look, costs nothing; in UTF-16 units, for so long. */
const kept = { maxSize: 4_000_000, ttl: 3_600_000 };
const mostTranslated = 12_000;

export type RewritingOf = ReturnType<typeof createRewriting>;

const isWriterThere = ({ provider, fallbacks = [] }: RewritingDeps): boolean =>
  [provider, ...fallbacks].some((one) => one.write && one.model !== undefined);

/** @throws `not_found`, `conflict` where the customer lets no model read it */
async function sessionToRead(
  { sessions, budget }: RewritingDeps,
  { organizationId, sessionId }: Place,
): Promise<SessionState> {
  const session = await sessions.get(organizationId, sessionId);
  if (!(await budget.lets({ organizationId, session }))) throw new DomainError('conflict', say('no_ai'));
  return session;
}

async function languageIn(
  deps: RewritingDeps,
  { organizationId, sessionId }: Place,
): Promise<string | undefined> {
  const messages = await deps.sessions.messages(organizationId, sessionId, { limit: looked });
  return customersLanguage(messages.flatMap(wordsOfCustomer));
}

async function writeAs(
  deps: RewritingDeps,
  session: SessionState,
  { text, hidden: { task, secrets } }: { text: string; hidden: Hidden },
) {
  if (!isWriterThere(deps)) throw new DomainError('unavailable', noModel);
  const { organizationId } = session;
  const settings = await deps.settings(organizationId);
  const answer = await write(deps, { organizationId, session, settings }, task);
  if (!answer) throw new DomainError('unavailable', nothingCame);
  const read = readWritten(answer.text, { text, secrets });
  if (!read) throw new DomainError('unavailable', say('no_version'));
  const from = languageOf(text);
  return { ...read, model: answer.model, ...(from !== undefined && { from }) };
}

export function createRewriting(deps: RewritingDeps) {
  const translations = new LRUCache<string, Written>({
    ...kept,
    sizeCalculation: ({ text }, key) => text.length + key.length,
  });
  const hasWriter = isWriterThere(deps);

  return {
    /** @throws `not_found` */
    async state(place: Place): Promise<CopilotState> {
      const { organizationId, sessionId } = place;
      const session = await deps.sessions.get(organizationId, sessionId);
      const isLet = await deps.budget.lets({ organizationId, session });
      const language = await languageIn(deps, place);
      return {
        writes: hasWriter && isLet,
        ...(isLet ? !hasWriter && { reason: noModel } : { reason: say('no_ai').text, noAi: true }),
        ...(language !== undefined && { language }),
      };
    },

    /** @throws `not_found`, `conflict` (no model may read it, or nothing to translate it into), `unavailable` */
    async rewrite(place: Place, { text, how }: Rewriting): Promise<Written> {
      const session = await sessionToRead(deps, place);
      if (how !== 'translation') return writeAs(deps, session, { text, hidden: rewriteTask(text, how) });
      const to = await languageIn(deps, place);
      if (to === undefined) throw new DomainError('conflict', say('language_unknown'));
      if (languageOf(text) === to) throw new DomainError('conflict', say('language_same'));
      return { ...(await writeAs(deps, session, { text, hidden: translationTask(text, to) })), to };
    },

    /** @throws `not_found`, `conflict` where no model may read it, `unavailable` */
    async translate(place: Place, { seq, to }: { seq: number; to: string }): Promise<Written> {
      const { organizationId, sessionId } = place;
      const session = await sessionToRead(deps, place);
      const [message] = await deps.sessions.messages(organizationId, sessionId, { after: seq - 1, limit: 1 });
      const words = message?.seq === seq ? textOf(message) : '';
      if (words === '') throw notFound('text');
      const text = words.slice(0, mostTranslated);
      // With the words in it: what was erased or changed since is not found again.
      const key = JSON.stringify([organizationId, sessionId, seq, to, text]);
      const known = translations.get(key);
      if (known) return known;
      const made = { ...(await writeAs(deps, session, { text, hidden: translationTask(text, to) })), to };
      translations.set(key, made);
      return made;
    },
  };
}

const noModel = 'No model is set up that writes: see AI_PROVIDER.';
const nothingCame = 'No model could write it now: it failed, or the AI has spent what it may.';

const textOf = ({ content: { text = '', more } }: Message): string =>
  [text, more].filter(Boolean).join('\n\n').trim();

const wordsOfCustomer = ({ sender, content: { text } }: Message): string[] =>
  sender === 'customer' && text ? [text] : [];
