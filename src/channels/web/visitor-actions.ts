// What a visitor does in a conversation besides writing. A blocked one does nothing.
import { DomainError } from '../../errors';
import type { Visitor } from '../../identity/principal';
import type { Session } from '../../protocol/model/session';
import type { Sessions } from '../../sessions/commands';
import { Blocked } from '../../sessions/refusals';
import type { SessionState } from '../../sessions/session';
import { bringAlong, type BringAlongDeps } from './bring-along';
import { createMailTranscript, type TranscriptDeps } from './mail-transcript';
import type { OwnSessions } from './own-sessions';
import { createReact, type ReactDeps, type Reaction } from './react';

export interface VisitorActionDeps extends BringAlongDeps, Pick<ReactDeps, 'withLinks'> {
  sessions: BringAlongDeps['sessions'] & ReactDeps['sessions'] & Pick<Sessions, 'rate' | 'feedback'>;
  /** Nothing that this customer writes is taken now. */
  isBlocked(organizationId: string, customerId: string): Promise<boolean>;
  /** The customer's word on an answer, with the reason. */
  recordFeedback(word: {
    organizationId: string;
    sessionId: string;
    seq: number;
    messageId: string;
    helpful: boolean;
    reason?: string;
    comment?: string;
  }): Promise<void>;
  transcripts: TranscriptDeps;
}

interface Deps extends VisitorActionDeps {
  own: OwnSessions;
  /** What one customer does is done in the order in which it came in. */
  inOrder<T>(visitor: Visitor, work: () => Promise<T>): Promise<T>;
  present(state: SessionState): Promise<Session>;
}

export function createVisitorActions(deps: Deps) {
  const { sessions, own, inOrder, present } = deps;
  const react = createReact(deps);

  async function mayWrite({ organizationId, customer }: Visitor): Promise<void> {
    if (await deps.isBlocked(organizationId, customer.id)) throw new Blocked();
  }

  const command = async (visitor: Visitor, sessionId?: string) => {
    const { person, state } = await own.reach(visitor, sessionId);
    return { organizationId: visitor.organizationId, sessionId: state.id, customerId: person.customer.id };
  };

  return {
    /** @throws `Blocked` */
    mayWrite,
    mailTranscript: createMailTranscript({ ...deps.transcripts, sessions, own, mayWrite }),

    async requestHuman(
      visitor: Visitor,
      { reason, sessionId }: { reason?: string; sessionId?: string },
    ): Promise<Session> {
      // After what came before it; but what comes next does not wait until somebody is found.
      const { state } = await inOrder(visitor, async () => {
        await mayWrite(visitor);
        return own.reach(visitor, sessionId);
      });
      if (state.status === 'closed')
        throw new DomainError('conflict', 'The session is closed. Write again first.');
      return present(await deps.requestHuman(state, reason));
    },

    /** That one; else the open session, or the one closed last. */
    rate: (
      visitor: Visitor,
      { sessionId, ...rating }: { score: number; comment?: string; sessionId?: string },
    ): Promise<Session> =>
      inOrder(visitor, async () => {
        await mayWrite(visitor);
        return present(await sessions.rate({ ...(await command(visitor, sessionId)), ...rating }));
      }),

    react: (visitor: Visitor, reaction: Reaction) =>
      inOrder(visitor, async () => {
        await mayWrite(visitor);
        return react(visitor, reaction);
      }),

    close: (visitor: Visitor, sessionId?: string): Promise<Session> =>
      inOrder(visitor, async () => {
        await mayWrite(visitor);
        return present(await closeOwn(sessions, await own.reach(visitor, sessionId)));
      }),

    /** The conversation from before the sign-in goes on in the visitor's own. */
    async bring(visitor: Visitor, sessionId: string): Promise<Session> {
      await mayWrite(visitor);
      return present(await bringAlong(deps, visitor, sessionId));
    },

    /** @param sessionId one that the visitor is known to reach */
    async feedback(
      visitor: Visitor,
      { seq, helpful, ...why }: { seq: number; helpful: boolean; reason?: string; comment?: string },
      sessionId: string,
    ): Promise<void> {
      await mayWrite(visitor);
      const { organizationId } = visitor;
      const { id } = await sessions.feedback({ organizationId, sessionId, seq, helpful });
      await deps.recordFeedback({ organizationId, sessionId, seq, messageId: id, helpful, ...why });
    },
  };
}

function closeOwn(
  sessions: Pick<Sessions, 'close'>,
  { state, person }: { state: SessionState; person: Visitor },
): Promise<SessionState> {
  const { organizationId, customerName: name } = state;
  // The name as it is by now, not as it was when the visitor came in: it may have been erased.
  const by = { kind: 'customer' as const, id: person.customer.id, name };
  return sessions.close({ organizationId, sessionId: state.id, by });
}
