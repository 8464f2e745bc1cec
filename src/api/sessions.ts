import type { Blocks } from '../customers/blocks';
import type { Links } from '../customers/links';
import { DomainError, notFound } from '../errors';
import type { Channels } from '../identity/people-store';
import { writtenBy } from '../insights/model-summary';
import type { ConversationStore } from '../insights/store';
import { idParam } from '../protocol/lists';
import { rules, type Rules } from '../protocol/model/rules';
import { session, type Session } from '../protocol/model/session';
import {
  messageList,
  messages,
  newSession,
  partsOf,
  sessionCounts,
  sessionList,
  sessionPage,
  sessionSummary,
} from '../protocol/sessions';
import { say } from '../protocol/server-texts/said';
import type { Search } from '../search/search';
import type { SessionState } from '../sessions/session';
import type { SessionsService } from '../sessions/sessions';
import type { SessionRows } from '../sessions/store';
import { teamSession } from '../sessions/visibility';
import { ownAgent } from './actors';
import { deliveryEndpoints, reactionEndpoints, replyEndpoints, type ReplyDeps } from './replies';
import { Answer, endpoint } from './http/route';
import { commandEndpoints, type CommandDeps } from './session-commands';
import { readMessageCursor, nextMessages } from './message-cursor';

export interface SessionDeps extends ReplyDeps, CommandDeps {
  sessions: SessionsService;
  counts: SessionRows['counts'];
  openSession: SessionRows['openOrGet'];
  search: Search;
  channels: Pick<Channels, 'get'>;
  customerLinks: Pick<Links, 'customerIds'>;
  blocks: Pick<Blocks, 'among'>;
  /** What was written when it was closed, or rated. */
  conversations: Pick<ConversationStore, 'get'>;
  /** What the session's channel takes now. */
  rulesOf(session: SessionState): Rules | Promise<Rules>;
}

export function sessionEndpoints(deps: SessionDeps) {
  return {
    ...listing(deps),
    ...reading(deps),
    ...summing(deps),
    ...opening(deps),
    ...commandEndpoints(deps),
    ...replyEndpoints(deps),
    ...deliveryEndpoints(deps),
    ...reactionEndpoints(deps),
  };
}

/** As the team sees them in a list: with whose customer is blocked. */
async function shown(
  { blocks }: SessionDeps,
  organizationId: string,
  states: readonly SessionState[],
): Promise<Session[]> {
  const blocked = await blocks.among(
    organizationId,
    states.map(({ customerId }) => customerId),
  );
  return states.map((state) => ({ ...teamSession(state), customerBlocked: blocked.has(state.customerId) }));
}

function listing(deps: SessionDeps) {
  const { sessions, search, customerLinks } = deps;
  return {
    list: endpoint({
      summary:
        'Sessions, the last written to first where no order is named. With `q`: what was written, who the customer is, labels and facts are searched, the best first.',
      query: sessionList,
      response: sessionPage,
      async handle({ principal, query: { limit, cursor, agentId, customerId, snoozed, q, ...rest } }) {
        const holders =
          agentId && [agentId].flat().map((one) => (one === 'me' ? ownAgent(principal).id : one));
        const ids = customerId && (await customerLinks.customerIds(principal.organizationId, customerId));
        const whose = !ids ? {} : ids.length > 1 ? { customerIds: ids } : { customerId };
        const filter = {
          ...rest,
          ...whose,
          ...(holders && { agentId: holders.length > 1 ? holders : holders[0]! }),
          ...(snoozed && { snoozed: snoozed === 'true' }),
        };
        const asked = { limit, ...(cursor && { cursor }) };
        if (q) {
          const found = await search(principal.organizationId, { ...filter, q }, asked);
          const states = found.items.map(({ session }) => session);
          const items = (await shown(deps, principal.organizationId, states)).map((session, at) => ({
            ...session,
            highlight: found.items[at]!.highlight,
          }));
          return { ...found, items };
        }
        // Whoever just wrote finds it: the rows may lag the logs.
        await sessions.writeRows();
        const page = await sessions.list(principal.organizationId, filter, asked);
        const items = await shown(deps, principal.organizationId, page.items);
        return { items, nextCursor: page.nextCursor };
      },
    }),

    ...counting(deps),
  };
}

function counting({ counts }: SessionDeps) {
  return {
    counts: endpoint({
      summary:
        'How many sessions are mine, of these need a reply, put away, waiting, with the AI, open, closed, and of each team waiting and open.',
      response: sessionCounts,
      async handle({ principal: { organizationId, agentId } }) {
        const { byStatus, byAgent, awaitedByAgent, byTeam, snoozed } = await counts(organizationId);
        const { active, waiting, with_agent: held, closed } = byStatus;
        const mine = (agentId && byAgent[agentId]) || 0;
        const needsReply = (agentId && awaitedByAgent[agentId]) || 0;
        const teams = Object.entries(byTeam).map(([id, count]) => ({ id, ...count }));
        return { mine, needsReply, snoozed, waiting, active, open: active + waiting + held, closed, teams };
      },
    }),
  };
}

function reading(deps: SessionDeps) {
  const { sessions, withLinks } = deps;
  return {
    get: endpoint({
      summary: 'One session.',
      params: idParam,
      response: session.extend({ rules }),
      async handle({ principal, params }) {
        const state = await sessions.get(principal.organizationId, params.id);
        const queuePosition = await sessions.queuePosition(state);
        const rules = await deps.rulesOf(state);
        const [session] = await shown(deps, principal.organizationId, [state]);
        return { ...session!, rules, ...(queuePosition && { queuePosition }) };
      },
    }),

    messages: endpoint({
      summary:
        'Its messages in order: after a number, before one, or the last ones. Private notes are included.',
      params: idParam,
      query: messageList,
      response: messages,
      async handle({ principal, params, query }) {
        const { limit, cursor, ...window } = query;
        const page = { ...window, ...(cursor && readMessageCursor(cursor)) };
        await sessions.get(principal.organizationId, params.id);
        const { organizationId } = principal;
        const found = await sessions.messages(organizationId, params.id, { ...page, limit });
        const items = found.map((one) => withLinks(organizationId, one));
        return { items, nextCursor: nextMessages(items, page, limit) };
      },
    }),
  };
}

function summing({ sessions, conversations }: SessionDeps) {
  return {
    summary: endpoint({
      summary:
        'What a closed session was about: what was wanted, what was done, what comes next, risks, topics. Not there before it is closed.',
      params: idParam,
      response: sessionSummary,
      async handle({ principal: { organizationId }, params }) {
        await sessions.get(organizationId, params.id);
        const found = await conversations.get(organizationId, params.id);
        if (!found) throw notFound('summary');
        const { summary, topics, sentiment, satisfactionScore, aiResolved, metadata } = found;
        return {
          ...{ summary, topics, aiResolved, ...partsOf(metadata), ...writtenBy(found) },
          ...(sentiment !== undefined && { sentiment }),
          ...(satisfactionScore !== undefined && { satisfactionScore }),
        };
      },
    }),
  };
}

function opening({ sessions, openSession, channels }: SessionDeps) {
  return {
    create: endpoint({
      summary: 'Open a conversation of a customer on a channel, or get the one that is open.',
      body: newSession,
      response: session,
      status: 201,
      foundStatus: 200,
      async handle({ principal: { organizationId }, body: { customerId, channelId, message } }) {
        const channel = await channels.get(organizationId, channelId);
        if (!channel) throw notFound('channel');
        if (!channel.isActive) throw new DomainError('conflict', say('channel_off'));
        const place = { organizationId, customerId, channelId, channelType: channel.type };
        await sessions.writeRows();
        if (!message) {
          const { state, created } = await openSession(place);
          return new Answer(teamSession(sessions.newest(state)), {}, !created);
        }
        const { text, clientMessageId } = message;
        const before = await sessions.current(place);
        const sent = await sessions.receive({ ...place, clientMessageId, content: { text } });
        // A message that was sent before may be the first one, too.
        const found = sent.duplicate || sent.message.seq > 1 || sent.session.id === before?.id;
        return new Answer(teamSession(sent.session), {}, found);
      },
    }),
  };
}
