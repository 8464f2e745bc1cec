// Follow-ups are drafted here and sent by people alone. The log says whether the customer wrote meanwhile, and whether one went out: it goes under the follow-up's own name, so approved twice it is one message.
import { DomainError, notFound, Stale } from '../../errors';
import type { Log } from '../../log';
import type { FollowUp, FollowUpKind, FollowUpSettings } from '../../protocol/follow-ups';
import type { Message, MessageContent } from '../../protocol/model/message';
import type { Rules } from '../../protocol/model/rules';
import type { Template } from '../../protocol/model/template';
import { filledReply, holesIn, type ReplyValues } from '../../protocol/reply-text';
import { say } from '../../protocol/server-texts/said';
import type { AgentRef, ForTemplate, Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import type { Page } from '../../sessions/store';
import { createKeyedMutex } from '../../tools/keyed-mutex';
import type { FollowUpCandidate, FollowUpRow, FollowUpStore } from './store';
import { wordsFor } from './follow-up-texts';

export interface FollowUpDeps {
  store: FollowUpStore;
  sessions: Pick<Sessions, 'get' | 'messages' | 'reply' | 'reopen' | 'snooze' | 'close'>;
  settings(organizationId: string): Promise<FollowUpSettings>;
  /** What a message of an agent promises. */
  promisesIn(message: Message): string[];
  /** Of what the customer wrote. */
  languageOf(text: string): string | undefined;
  valuesOf(session: SessionState): Promise<ReplyValues>;
  /** By a model; undefined where none writes, or what it wrote cannot be used. */
  write(
    session: SessionState,
    about: { messages: readonly Message[]; kind: FollowUpKind; promised?: string; language?: string },
  ): Promise<{ text: string; model: string } | undefined>;
  rulesOf(session: SessionState): Promise<Rules>;
  templateContent(reply: ForTemplate, template: Template): Promise<MessageContent>;
  /** Changes of one thing come one after the other, on all nodes. */
  changeTurn<T>(organizationId: string, thing: string, change: () => Promise<T>): Promise<T>;
  log: Log;
}

export type FollowUps = ReturnType<typeof createFollowUps>;

interface Approval {
  text?: string | undefined;
  template?: Template | undefined;
}

/** In one run: the AI's budget is there for customers who wait for an answer, first of all. */
const draftedAtOnce = 50;
/** Most conversations that were closed promised nothing, which costs little to see. */
const lookedAtOnce = 500;
const read = 200;
const what = 'follow-up';

export function createFollowUps(deps: FollowUpDeps) {
  return { ...listing(deps), draftDue: createDrafting(deps), approve: createApproval(deps) };
}

function listing({ store, sessions, rulesOf }: FollowUpDeps) {
  async function shown(organizationId: string, { seenSeq: _, ...row }: FollowUpRow): Promise<FollowUp> {
    return { ...row, rules: await rulesOf(await sessions.get(organizationId, row.sessionId)) };
  }
  async function get(organizationId: string, id: string): Promise<FollowUpRow> {
    const row = await store.get(organizationId, id);
    if (row) return row;
    throw await gone(store, organizationId, id);
  }
  return {
    async list(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<FollowUp>> {
      const { items, nextCursor } = await store.list(organizationId, page);
      return { items: await Promise.all(items.map((row) => shown(organizationId, row))), nextCursor };
    },
    get: async (organizationId: string, id: string) => shown(organizationId, await get(organizationId, id)),
    async change(organizationId: string, id: string, text: string): Promise<FollowUp> {
      await get(organizationId, id);
      if (!(await store.setText(organizationId, id, text))) throw await gone(store, organizationId, id);
      return shown(organizationId, await get(organizationId, id));
    },
    async dismiss(organizationId: string, id: string, how: { reason: string; by: string }): Promise<void> {
      await get(organizationId, id);
      if (!(await store.settle(organizationId, id, { state: 'dismissed', ...how })))
        throw await gone(store, organizationId, id);
    },
  };
}

async function gone(store: FollowUpStore, organizationId: string, id: string): Promise<DomainError> {
  const state = (await store.fateOf(organizationId, id))?.state;
  if (state === undefined || state === 'nothing') return notFound(what);
  const words = { sent: wasSent, dismissed: 'It was dismissed already.' };
  return new DomainError('conflict', state === 'sent' || state === 'dismissed' ? words[state] : wentOn);
}

const wasSent = 'It was sent already.';
const wentOn = 'The conversation has gone on since it was drafted.';

/** Done again, nothing is drafted twice: each silence has one row. */
function createDrafting(deps: FollowUpDeps) {
  const { store, settings, log } = deps;
  /** What one run leaves is the next one's. @returns how many were drafted */
  return async function draftDue(organizationId: string): Promise<number> {
    await store.dropStale(organizationId);
    const { enabled, afterDays, templates } = await settings(organizationId);
    if (!enabled) return 0;
    let drafted = 0;
    let failed = 0;
    for (const candidate of await store.due(organizationId, afterDays, lookedAtOnce)) {
      if (Math.max(drafted, failed) >= draftedAtOnce) break;
      try {
        if (await draft(deps, { organizationId, candidate, templates })) drafted += 1;
      } catch (error) {
        failed += 1;
        log.warn(
          { err: error, organizationId, sessionId: candidate.sessionId },
          'could not draft a follow-up',
        );
      }
    }
    return drafted;
  };
}

interface Drafted {
  organizationId: string;
  candidate: FollowUpCandidate;
  templates: FollowUpSettings['templates'];
}

async function draft(
  deps: FollowUpDeps,
  { organizationId, candidate, templates }: Drafted,
): Promise<boolean> {
  const { store, sessions } = deps;
  const session = await sessions.get(organizationId, candidate.sessionId);
  const after = Math.max(0, session.headSeq - read);
  const messages = await sessions.messages(organizationId, session.id, { after, limit: read });
  const promised = messages
    .filter(({ sender }) => sender === 'agent')
    .flatMap(deps.promisesIn)
    .at(-1);
  if (candidate.kind === 'promised' && promised === undefined) {
    await store.pass(organizationId, candidate);
    return false;
  }
  const about = candidate.kind === 'promised' && promised !== undefined ? { promised } : {};
  const language = session.language ?? deps.languageOf(saidByCustomer(messages));
  const written = await deps.write(session, {
    ...{ messages, kind: candidate.kind, ...about },
    ...(language !== undefined && { language }),
  });
  const words = wordsFor(candidate.kind, language, templates);
  await store.add(organizationId, {
    ...candidate,
    ...about,
    ...(written
      ? { ...written, ...(language !== undefined && { language }) }
      : { text: filledReply(words.text, await deps.valuesOf(session)), language: words.language }),
  });
  return true;
}

const saidByCustomer = (messages: readonly Message[]) =>
  messages
    .filter(({ sender, type }) => sender === 'customer' && type !== 'system')
    .map(({ content }) => content.text ?? '')
    .join('\n')
    .slice(-4_000);

const isSaid = ({ type }: Message) => !['system', 'handover', 'note'].includes(type);

function createApproval(deps: FollowUpDeps) {
  const { store, sessions } = deps;
  // Whoever waits for this node's own presses holds no connection meanwhile.
  const turns = createKeyedMutex();

  /** What was said since it was drafted, by the log. */
  async function since(
    organizationId: string,
    { sessionId, seenSeq, id }: Pick<FollowUpRow, 'sessionId' | 'seenSeq' | 'id'>,
  ) {
    for (let after = seenSeq; ;) {
      const page = await sessions.messages(organizationId, sessionId, { after, limit: read });
      const found = page.find(isSaid);
      if (found) return found.metadata.clientMessageId === id ? 'sent' : 'other';
      if (page.length < read) return 'nothing';
      after = page.at(-1)!.seq;
    }
  }

  /** It may be out, and its row not know it yet. */
  async function unlessSent(organizationId: string, id: string, error: unknown): Promise<unknown> {
    const fate = await store.fateOf(organizationId, id);
    const isSent = fate && (await since(organizationId, { ...fate, id })) === 'sent';
    return isSent ? new DomainError('conflict', wasSent, { cause: error }) : error;
  }

  async function approve(
    organizationId: string,
    id: string,
    { agent, ...approval }: Approval & { agent: AgentRef },
  ): Promise<SessionState> {
    const row = await store.get(organizationId, id);
    if (!row) throw await unlessSent(organizationId, id, await gone(store, organizationId, id));
    const session = await sessions.get(organizationId, row.sessionId);
    const said = await since(organizationId, row);
    const stands =
      said === 'nothing' && session.status === (row.kind === 'waiting' ? 'with_agent' : 'closed');
    if (!stands) {
      await store.settle(organizationId, id, { state: said === 'sent' ? 'sent' : 'stale' });
      throw new DomainError('conflict', said === 'sent' ? wasSent : wentOn);
    }
    await mayGoOut(deps, { row, session, agent, approval });
    try {
      await send(deps, { row, session, agent, approval });
    } catch (error) {
      throw error instanceof DomainError ? await unlessSent(organizationId, id, error) : error;
    }
    await store.settle(organizationId, id, { state: 'sent', by: agent.name });
    return sessions.get(organizationId, row.sessionId);
  }

  return (
    organizationId: string,
    id: string,
    approval: Approval & { agent: AgentRef },
  ): Promise<SessionState> =>
    turns.run(`${organizationId} ${id}`, () =>
      deps.changeTurn(organizationId, `follow-up ${id}`, () => approve(organizationId, id, approval)),
    );
}

interface Sent {
  row: FollowUpRow;
  session: SessionState;
  agent: AgentRef;
  approval: Approval;
}

/** @throws `invalid`, `conflict` before anything is done */
async function mayGoOut(deps: FollowUpDeps, { row, session, agent, approval }: Sent): Promise<void> {
  if (session.status === 'with_agent' && session.agentId !== agent.id)
    throw new DomainError(
      'conflict',
      session.agentName === undefined
        ? say('held_by_another_take_first')
        : say('held_by_take_first', { agent: session.agentName }),
    );
  const rules = await deps.rulesOf(session);
  if (approval.template === undefined && !rules.mayWrite)
    throw new DomainError('conflict', rules.why ?? 'This channel takes nothing now.');
  const [hole] = approval.template ? [] : holesIn(approval.text ?? row.text);
  if (hole)
    throw new DomainError('invalid', say('fill_in_first', { said: hole.name }), {
      errors: [{ path: 'text', message: `must say what stands for ${hole.name}` }],
    });
}

/** Over a word of the customer's that came at this moment nothing goes out. */
async function send(deps: FollowUpDeps, { row, session, agent, approval }: Sent): Promise<void> {
  const { sessions } = deps;
  const place = { organizationId: session.organizationId, sessionId: session.id };
  const named = { ...place, clientMessageId: row.id };
  const content = approval.template
    ? await deps.templateContent(named, approval.template)
    : { text: approval.text ?? row.text };
  const isClosed = session.status === 'closed';
  const by = { kind: 'agent' as const, ...agent };
  let reopened: SessionState | undefined;
  try {
    if (isClosed) reopened = await sessions.reopen({ ...place, agent, expectSeq: session.headSeq });
    const { headSeq } = reopened ?? session;
    await sessions.reply({ ...named, by, type: 'text', content, expectSeq: headSeq });
  } catch (error) {
    // Not where something was said meanwhile: then it is open for a reason.
    if (reopened) await sessions.close({ ...place, by, expectSeq: reopened.headSeq }).catch(() => undefined);
    if (error instanceof Stale) throw new DomainError('conflict', wentOn, { cause: error });
    throw error;
  }
  // It is out: that it is not put away is no reason to say that it is not.
  if (isClosed) await sessions.snooze({ ...place, agent }).catch(() => undefined);
}
