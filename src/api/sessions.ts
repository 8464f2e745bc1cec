import { DomainError, notFound } from '../errors';
import type { PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { idParam, listOf } from '../protocol/lists';
import {
  messageList,
  messages,
  newMessage,
  sessionCommand,
  sessionCounts,
  sessionList,
  sessionUpdate,
  transferRequest,
} from '../protocol/sessions';
import { message, type Message } from '../protocol/model/message';
import { session } from '../protocol/model/session';
import type { Actor, AgentRef, Sessions } from '../sessions/commands';
import { teamSession } from '../sessions/session';
import type { SessionRows } from '../sessions/store';
import { endpoint } from './route';

interface SessionDeps {
  sessions: Sessions;
  counts: SessionRows['counts'];
  people: Pick<PeopleStore, 'agents'>;
  withLinks(organizationId: string, message: Message): Message;
}

export function sessionEndpoints(deps: SessionDeps) {
  return { ...reading(deps), ...acting(deps) };
}

function reading({ sessions, counts, withLinks }: SessionDeps) {
  return {
    list: endpoint({
      summary: 'Sessions, the last written to first.',
      query: sessionList,
      response: listOf(session),
      async handle({ principal, query: { limit, cursor, agentId, ...filter } }) {
        const holder = agentId === 'me' ? agentOf(principal).id : agentId;
        const page = await sessions.list(
          principal.organizationId,
          { ...filter, ...(holder && { agentId: holder }) },
          { limit, ...(cursor && { cursor }) },
        );
        return { items: page.items.map(teamSession), nextCursor: page.nextCursor };
      },
    }),

    counts: endpoint({
      summary: 'How many sessions are mine, waiting, with the AI, open, closed.',
      response: sessionCounts,
      async handle({ principal: { organizationId, agentId } }) {
        const { byStatus, byAgent } = await counts(organizationId);
        const { active, waiting, with_agent: held, closed } = byStatus;
        const mine = (agentId && byAgent[agentId]) || 0;
        return { mine, waiting, active, open: active + waiting + held, closed };
      },
    }),

    get: endpoint({
      summary: 'One session.',
      params: idParam,
      response: session,
      async handle({ principal, params }) {
        const state = await sessions.get(principal.organizationId, params.id);
        const queuePosition = await sessions.queuePosition(state);
        return { ...teamSession(state), ...(queuePosition && { queuePosition }) };
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

function acting({ sessions, people, withLinks }: SessionDeps) {
  return {
    reply: endpoint({
      summary: 'Write to the customer, or leave a private note. The same clientMessageId is one message.',
      params: idParam,
      body: newMessage,
      response: message,
      status: 201,
      async handle({ principal, params, body: { text, note, ...rest } }) {
        const committed = await sessions.reply({
          ...command(principal, params.id, rest.expectSeq),
          by: actorOf(principal),
          type: note ? 'note' : 'text',
          content: { text },
          clientMessageId: rest.clientMessageId,
        });
        return withLinks(principal.organizationId, committed.message);
      },
    }),

    claim: endpoint({
      summary:
        'Take the session over, from the AI or the queue. It goes back into the queue when the agent has no console open for a minute, and `conflict` refuses an agent who is offline.',
      params: idParam,
      body: sessionCommand,
      response: session,
      async handle({ principal, params, body }) {
        const asked = command(principal, params.id, body.expectSeq);
        return teamSession(await sessions.claim({ ...asked, agent: agentOf(principal) }));
      },
    }),

    transfer: endpoint({
      summary: 'Give the session to another agent or back to the queue.',
      params: idParam,
      body: transferRequest,
      response: session,
      async handle({ principal, params, body: { to, note, expectSeq } }) {
        const state = await sessions.transfer({
          ...command(principal, params.id, expectSeq),
          by: actorOf(principal),
          to: 'queue' in to ? to : { agent: await agentNamed(principal.organizationId, to.agentId) },
          ...(note && { reason: note }),
        });
        return teamSession(state);
      },
    }),

    close: endpoint({
      summary: 'Close the session.',
      params: idParam,
      body: sessionCommand,
      response: session,
      async handle({ principal, params, body }) {
        const asked = command(principal, params.id, body.expectSeq);
        return teamSession(await sessions.close({ ...asked, by: actorOf(principal) }));
      },
    }),

    reopen: endpoint({
      summary: 'Open a closed session again, as mine.',
      params: idParam,
      body: sessionCommand,
      response: session,
      async handle({ principal, params, body }) {
        const asked = command(principal, params.id, body.expectSeq);
        return teamSession(await sessions.reopen({ ...asked, agent: agentOf(principal) }));
      },
    }),

    update: endpoint({
      summary: 'Set labels or priority.',
      params: idParam,
      body: sessionUpdate,
      response: session,
      async handle({ principal, params, body: { expectSeq, labels, priority } }) {
        const state = await sessions.update({
          ...command(principal, params.id, expectSeq),
          by: actorOf(principal),
          ...(labels && { labels: [...new Set(labels)] }),
          ...(priority && { priority }),
        });
        return teamSession(state);
      },
    }),
  };

  async function agentNamed(organizationId: string, agentId: string): Promise<AgentRef> {
    const agent = await people.agents.get(organizationId, agentId);
    if (!agent) throw notFound('agent');
    return { id: agent.id, name: agent.displayName };
  }
}

function command({ organizationId }: Principal, sessionId: string, expectSeq: number | undefined) {
  return { organizationId, sessionId, ...(expectSeq !== undefined && { expectSeq }) };
}

/** A program with an API key, or a user who is no agent, speaks as the system. */
function actorOf({ agentId, name }: Principal): Actor {
  return agentId ? { kind: 'agent', id: agentId, name } : { kind: 'system', name };
}

function agentOf({ agentId, name }: Principal): AgentRef {
  if (!agentId) throw new DomainError('forbidden', 'Only an agent can hold a session.');
  return { id: agentId, name };
}

const cursorForm = /^(after|before)-(\d{1,9})$/;

function readMessageCursor(cursor: string): { after?: number; before?: number } {
  const [, direction, seq] = cursorForm.exec(cursor) ?? [];
  if (!direction) throw new DomainError('invalid', 'This cursor is not one of ours.');
  return direction === 'after' ? { after: Number(seq) } : { before: Number(seq) };
}

function nextMessages(items: Message[], asked: { after?: number }, limit: number): string | null {
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last || items.length < limit) return null;
  if (asked.after !== undefined) return `after-${last.seq}`;
  return first.seq > 1 ? `before-${first.seq}` : null;
}
