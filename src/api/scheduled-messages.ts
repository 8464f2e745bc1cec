// Replies that go out later.
import type { ScheduledMessages } from '../automations/scheduled-messages';
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import { idParam } from '../protocol/lists';
import {
  changedScheduledMessage,
  newScheduledMessage,
  scheduledMessage,
  scheduledMessages,
} from '../protocol/scheduled-messages';
import { ownAgent } from './actors';
import { endpoint } from './http/route';

export interface ScheduledDeps {
  scheduled: ScheduledMessages;
}

/** A person acts as itself: nobody puts words into a colleague's mouth. */
async function checkAuthor(scheduled: ScheduledMessages, principal: Principal, id: string): Promise<void> {
  const { agentId, agentName } = await scheduled.get(principal.organizationId, id);
  if (principal.kind === 'api_key' || agentId === principal.agentId) return;
  throw new DomainError('forbidden', `${agentName} wrote this. You can cancel it, and write yourself.`);
}

export function scheduledEndpoints({ scheduled }: ScheduledDeps) {
  return {
    list: endpoint({
      summary: 'Replies that go out later in this conversation, and those that were held back.',
      params: idParam,
      response: scheduledMessages,
      async handle({ principal: { organizationId }, params: { id } }) {
        return { items: await scheduled.list(organizationId, id) };
      },
    }),

    create: endpoint({
      summary:
        'Send a reply later, as the agent who holds the conversation. At its time it goes out once, unless the customer wrote meanwhile, the conversation was closed, another holds it or its channel takes nothing: then it waits, and says why (`heldBecause`).',
      params: idParam,
      body: newScheduledMessage,
      response: scheduledMessage,
      status: 201,
      async handle({ principal, params: { id: sessionId }, body: { text, sendAt } }) {
        const at = new Date(sendAt).toISOString();
        const reply = { sessionId, agent: ownAgent(principal), text, sendAt: at };
        return scheduled.add(principal.organizationId, reply);
      },
    }),

    get: endpoint({
      summary: 'A reply that goes out later.',
      params: idParam,
      response: scheduledMessage,
      handle: async ({ principal: { organizationId }, params: { id } }) => scheduled.get(organizationId, id),
    }),

    ...changing({ scheduled }),
  };
}

function changing({ scheduled }: ScheduledDeps) {
  return {
    update: endpoint({
      summary: 'Its writer changes its words or its time; held back, it waits for its time again.',
      params: idParam,
      body: changedScheduledMessage,
      response: scheduledMessage,
      async handle({ principal, params: { id }, body: { text, sendAt } }) {
        await checkAuthor(scheduled, principal, id);
        const at = sendAt === undefined ? undefined : new Date(sendAt).toISOString();
        return scheduled.change(principal.organizationId, id, { text, sendAt: at });
      },
    }),

    send: endpoint({
      summary: 'Send it now, whatever was written meanwhile. For whoever wrote it.',
      params: idParam,
      status: 204,
      async handle({ principal, params: { id } }) {
        await checkAuthor(scheduled, principal, id);
        await scheduled.sendNow(principal.organizationId, id);
      },
    }),

    remove: endpoint({
      summary: 'It does not go out.',
      params: idParam,
      status: 204,
      async handle({ principal: { organizationId }, params: { id } }) {
        await scheduled.remove(organizationId, id);
      },
    }),
  };
}
