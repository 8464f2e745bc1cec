// Two conversations of one customer that are about one thing.
import { idParam } from '../protocol/lists';
import { session } from '../protocol/model/session';
import { mergeRequest, sessionCommand } from '../protocol/sessions';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import { teamSession } from '../sessions/visibility';
import { actorOf } from './actors';
import { Answer, endpoint } from './http/route';

export interface MergeDeps {
  sessions: Pick<Sessions, 'separate'>;
  /** @throws `conflict` also where a reply is scheduled there */
  merge(input: Omit<Parameters<Sessions['merge']>[0], 'text' | 'unless'>): Promise<SessionState>;
}

export function mergeEndpoints({ sessions, merge }: MergeDeps) {
  return {
    merge: endpoint({
      summary:
        'Merge the session into another one of the same customer on the same channel. It closes, without asking for a rating; what the customer writes to it arrives in the other one, and who waits for an answer waits there, for a person.',
      params: idParam,
      body: mergeRequest,
      response: session,
      async handle({ principal, params, body: { into, expectSeq } }) {
        const { organizationId } = principal;
        const command = { organizationId, sessionId: params.id, by: actorOf(principal) };
        const merged = await merge({ ...command, into, ...(expectSeq !== undefined && { expectSeq }) });
        return new Answer(teamSession(merged), {}).audited({ into: merged.mergedInto });
      },
    }),

    separate: endpoint({
      summary:
        'Separate a session that was merged: what is written to it stays in it again. What was open is open again, with whoever had it, else in the queue, and who waited waits on, unless they were answered in the other one meanwhile; it stays closed where its customer has another one open in its place. What was written in the other one stays there.',
      params: idParam,
      body: sessionCommand,
      response: session,
      async handle({ principal, params, body: { expectSeq } }) {
        const { organizationId } = principal;
        const state = await sessions.separate({
          ...{ organizationId, sessionId: params.id, by: actorOf(principal) },
          ...(expectSeq !== undefined && { expectSeq }),
        });
        return teamSession(state);
      },
    }),
  };
}
