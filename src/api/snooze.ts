// Putting a conversation away, and taking it back.
import { DomainError, fieldError } from '../errors';
import { idParam } from '../protocol/lists';
import { session } from '../protocol/model/session';
import { sessionCommand, snoozeRequest, snoozeTimes, type SnoozeTimes } from '../protocol/sessions';
import { say } from '../protocol/server-texts/said';
import type { SessionsService } from '../sessions/sessions';
import { teamSession } from '../sessions/visibility';
import { actorOf, ownAgent } from './actors';
import { endpoint } from './http/route';

export interface SnoozeDeps {
  sessions: SessionsService;
  /** The organization's own mornings. */
  snoozeTimes(organizationId: string): Promise<SnoozeTimes>;
}

const longestMs = 366 * 24 * 3_600_000;

export function snoozeEndpoints({ sessions, snoozeTimes: times }: SnoozeDeps) {
  return {
    snooze: endpoint({
      summary:
        'Put the session away until a time, or until the customer writes. It is the caller’s, or becomes it. It comes back at once when the customer writes, and into the queue when its agent is not there at its time.',
      params: idParam,
      body: snoozeRequest,
      response: session,
      async handle({ principal, params, body: { until, expectSeq } }) {
        const inMs = until === undefined ? 1 : Date.parse(until) - Date.now();
        if (inMs <= 0 || inMs > longestMs)
          throw new DomainError('invalid', say('within_a_year'), {
            errors: [fieldError('until', say('within_a_year'))],
          });
        const state = await sessions.snooze({
          organizationId: principal.organizationId,
          sessionId: params.id,
          agent: ownAgent(principal),
          ...(until !== undefined && { until: new Date(until).toISOString() }),
          ...(expectSeq !== undefined && { expectSeq }),
        });
        return teamSession(state);
      },
    }),

    unsnooze: endpoint({
      summary: 'Take a session back that was put away.',
      params: idParam,
      body: sessionCommand,
      response: session,
      async handle({ principal, params, body: { expectSeq } }) {
        const state = await sessions.unsnooze({
          organizationId: principal.organizationId,
          sessionId: params.id,
          by: actorOf(principal),
          ...(expectSeq !== undefined && { expectSeq }),
        });
        return teamSession(state);
      },
    }),

    times: endpoint({
      summary: 'Until when one may want to put something away, by the business hours.',
      response: snoozeTimes,
      handle: ({ principal }) => times(principal.organizationId),
    }),
  };
}
