// Which conversations a visitor reaches: its own on this channel, and the open one that its browser began before it signed in.
import { notFound } from '../../errors';
import type { Visitor } from '../../identity/principal';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';

/** The visitor as whom it has a conversation: itself, or the anonymous customer that its browser was before. */
export interface Reached {
  person: Visitor;
  state: SessionState;
}

export type OwnSessions = ReturnType<typeof createOwnSessions>;

export function createOwnSessions(sessions: Pick<Sessions, 'current' | 'get' | 'newest'>) {
  const current = ({ organizationId, channelId, customer }: Visitor, seen?: SessionState | null) =>
    sessions.current({ organizationId, customerId: customer.id, channelId }, seen);

  /** @throws `not_found` also for what the visitor may not know of */
  async function reach(visitor: Visitor, sessionId?: string): Promise<Reached> {
    const { organizationId, channelId, customer, anonymous } = visitor;
    const state =
      sessionId === undefined ? await current(visitor) : await sessions.get(organizationId, sessionId);
    if (!state || state.channelId !== channelId) throw notFound('session');
    if (state.customerId === customer.id) return { person: visitor, state };
    if (!anonymous || state.customerId !== anonymous.id || state.status === 'closed')
      throw notFound('session');
    return { person: { ...visitor, customer: anonymous }, state };
  }

  return {
    current,
    reach,

    /** The open conversation from before the sign-in. */
    async anonymousSession(visitor: Visitor): Promise<SessionState | undefined> {
      const { anonymous } = visitor;
      const state = anonymous && (await current({ ...visitor, customer: anonymous }));
      return state?.status === 'closed' ? undefined : state;
    },

    /** That one, else the current one. `seen` is what the visitor was welcomed with a moment ago. */
    async find(
      visitor: Visitor,
      sessionId: string | undefined,
      seen?: SessionState,
    ): Promise<SessionState | undefined> {
      const known = seen && sessions.newest(seen);
      const holds = known && (sessionId === undefined ? known.status !== 'closed' : sessionId === known.id);
      if (holds) return known;
      return sessionId === undefined ? current(visitor) : (await reach(visitor, sessionId)).state;
    },
  };
}
