// What came in on channels, as it came: for whoever looks why something is missing, and runs it again.
import {
  inboundEvent,
  inboundEventDetails,
  inboundEventList,
  replayed,
  replayMany,
} from '../protocol/inbound-events';
import type { InboundEvent, InboundStatus } from '../protocol/inbound-events';
import { idParam, listOf } from '../protocol/lists';
import type { Page } from '../sessions/store';
import { notFound } from '../errors';
import { endpoint } from './http/route';

type Summary = Omit<InboundEvent, 'kinds' | 'customers'>;
type Listed = Summary & Required<Pick<InboundEvent, 'kinds' | 'customers'>>;

export interface InboundEventsDeps {
  inboundEvents: {
    list(
      organizationId: string,
      filter: { status?: InboundStatus; channelId?: string },
      page: { limit: number; cursor?: string },
    ): Promise<Page<Listed>>;
    get(
      organizationId: string,
      id: string,
    ): Promise<(Summary & { headers: Record<string, string>; body: Buffer }) | undefined>;
    /** Works on one, or on all of a status, again. How many. */
    replay(organizationId: string, which: { id: string } | { status: InboundStatus }): Promise<number>;
  };
}

export function inboundEventEndpoints({ inboundEvents }: InboundEventsDeps) {
  return {
    list: endpoint({
      summary: 'Events that channels received, newest first.',
      query: inboundEventList,
      response: listOf(inboundEvent),
      async handle({ principal, query: { limit, cursor, status, channelId } }) {
        const filter = { ...(status && { status }), ...(channelId && { channelId }) };
        const page = await inboundEvents.list(principal.organizationId, filter, {
          limit,
          ...(cursor && { cursor }),
        });
        const maySee = principal.permissions.has('customers:read');
        const items = page.items.map((event) => ({
          ...summaryOf(event),
          kinds: event.kinds,
          ...(maySee && { customers: event.customers }),
        }));
        return { ...page, items };
      },
    }),

    get: endpoint({
      summary: 'One event, with its raw body.',
      params: idParam,
      response: inboundEventDetails,
      async handle({ principal, params }) {
        const event = await inboundEvents.get(principal.organizationId, params.id);
        if (!event) throw notFound('event');
        return { ...summaryOf(event), headers: event.headers, body: event.body.toString('utf8') };
      },
    }),

    ...replaying({ inboundEvents }),
  };
}

function replaying({ inboundEvents }: InboundEventsDeps) {
  return {
    replay: endpoint({
      summary: 'Work on an event again, whatever became of it. What the log has already stays one message.',
      params: idParam,
      response: replayed,
      async handle({ principal, params }) {
        const count = await inboundEvents.replay(principal.organizationId, { id: params.id });
        if (count === 0) throw notFound('event');
        return { replayed: count };
      },
    }),

    replayAll: endpoint({
      summary: 'Work again on every event that failed, or that was not understood.',
      body: replayMany,
      response: replayed,
      handle: async ({ principal, body }) => ({
        replayed: await inboundEvents.replay(principal.organizationId, body),
      }),
    }),
  };
}

function summaryOf(event: Summary): InboundEvent {
  const { id, channelId, status, attempts, lastError, receivedAt, processedAt } = event;
  return {
    id,
    channelId,
    status,
    attempts,
    receivedAt,
    ...(lastError !== undefined && { lastError }),
    ...(processedAt !== undefined && { processedAt }),
  };
}
