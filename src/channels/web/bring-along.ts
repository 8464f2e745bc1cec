// What was asked before the sign-in goes on in the signed-in conversation: its words come as a message of the customer's
// own, the old conversation ends, nothing is merged.
import { DomainError, notFound, Stale } from '../../errors';
import type { Visitor } from '../../identity/principal';
import { maxTextLength, type Message } from '../../protocol/model/message';
import type { Words } from '../../protocol/model/wording';
import { say } from '../../protocol/server-texts/said';
import type { Committed, Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import { quoteConversation } from './quote-conversation';

export interface BringAlongDeps {
  sessions: Pick<Sessions, 'get' | 'messages' | 'receive' | 'claim' | 'close'>;
  /** This customer's message with this clientMessageId. */
  findSent(organizationId: string, customerId: string, clientMessageId: string): Promise<Message | undefined>;
  /** Hands the session to a person, whoever has it now. */
  requestHuman: (session: SessionState, reason?: Words) => Promise<SessionState>;
}

/** What was written there while it was brought is brought too, so often. */
const attempts = 5;
const readSize = 50;
const reason = say('signed_in_elsewhere');

/**
 * Done twice it is one message: what it is called names the old conversation and after which number it begins.
 * @throws `not_found` where the visitor's browser did not begin that conversation, or it ended without being brought along
 */
export async function bringAlong(
  deps: BringAlongDeps,
  visitor: Visitor,
  sessionId: string,
): Promise<SessionState> {
  const { sessions } = deps;
  const { organizationId, channelId, anonymous } = visitor;
  const isItsOwn = (one: SessionState) => one.channelId === channelId && one.customerId === anonymous?.id;
  let { after, session } = await broughtBefore(deps, visitor, sessionId);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const from = await sessions.get(organizationId, sessionId);
    if (!isItsOwn(from)) throw notFound('session');
    if (from.status === 'closed') break;
    const { text, ...words } = await wordsAfter(deps, from, after);
    let { upTo } = words;
    if (text !== '') {
      // Another call may have written it first, and have read less: what counts is what is in the log.
      const written = await write(deps, { visitor, from, after, upTo, text });
      session = written.session;
      after = upTo = upToOf(written.message) ?? after;
    }
    if (!session) throw notFound('session');
    await goOnWithPerson(deps, from, session);
    const by = { kind: 'customer' as const, id: from.customerId };
    try {
      await sessions.close({ organizationId, sessionId, by, reason, expectSeq: upTo });
      break;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
  if (!session) throw notFound('session');
  return sessions.get(organizationId, session.id);
}

const nameOf = (sessionId: string, after: number) => `brought:${sessionId}:${after}`;

/** Undefined where the words were erased. */
function upToOf({ content }: Message): number | undefined {
  const upTo = content.data?.['upTo'];
  return typeof upTo === 'number' ? upTo : undefined;
}

/** How far it came before: nobody knows whether an earlier call did it. */
async function broughtBefore(
  { sessions, findSent }: BringAlongDeps,
  { organizationId, customer }: Visitor,
  sessionId: string,
): Promise<{ after: number; session?: SessionState }> {
  let after = 0;
  let last: Message | undefined;
  for (;;) {
    const sent = await findSent(organizationId, customer.id, nameOf(sessionId, after));
    const upTo = sent && upToOf(sent);
    if (upTo === undefined || upTo <= after) break;
    [after, last] = [upTo, sent];
  }
  return { after, ...(last && { session: await sessions.get(organizationId, last.sessionId) }) };
}

/** The customer's words after a number, and what was answered; empty where the customer said nothing. The newest are kept. */
async function wordsAfter(
  { sessions }: BringAlongDeps,
  { organizationId, id }: SessionState,
  after: number,
): Promise<{ text: string; upTo: number }> {
  const read: Message[] = [];
  let characters = 0;
  for (let before: number | undefined; ;) {
    const page = await sessions.messages(organizationId, id, {
      limit: readSize,
      ...(before !== undefined && { before }),
    });
    read.unshift(...page.filter(({ seq }) => seq > after));
    characters += page.reduce((sum, { content }) => sum + (content.text?.length ?? 0), 0);
    before = page[0]?.seq ?? 1;
    if (before <= after + 1 || page.length < readSize || characters > maxTextLength) break;
  }
  return { text: quoteConversation(read), upTo: read.at(-1)?.seq ?? after };
}

/** What was answered already is told, not asked again. */
function write(
  { sessions }: BringAlongDeps,
  part: { visitor: Visitor; from: SessionState; after: number; upTo: number; text: string },
): Promise<Committed> {
  const { visitor, from, after, upTo, text } = part;
  const { organizationId, channelId, customer } = visitor;
  return sessions.receive({
    organizationId,
    customerId: customer.id,
    channelId,
    channelType: 'web',
    clientMessageId: nameOf(from.id, after),
    content: { text, data: { broughtFrom: from.id, upTo } },
    ...(from.awaitingSince === undefined && { metadata: { past: true } }),
  });
}

/** Whoever had it goes on with it; who waited for somebody waits on, unless somebody is there already. */
async function goOnWithPerson(
  { sessions, requestHuman }: BringAlongDeps,
  from: SessionState,
  { organizationId, id: sessionId, status }: SessionState,
): Promise<void> {
  if (status !== 'active') return;
  if (from.status === 'waiting') {
    await requestHuman(await sessions.get(organizationId, sessionId), reason);
  } else if (from.status === 'with_agent' && from.agentId !== undefined) {
    const agent = { id: from.agentId, name: from.agentName ?? '' };
    try {
      await sessions.claim({ organizationId, sessionId, agent, automatic: true });
    } catch (error) {
      // Somebody else took it meanwhile.
      if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
    }
  }
}
