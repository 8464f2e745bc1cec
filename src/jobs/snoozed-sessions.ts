// What was put away comes back at its time: to its agent who is here, else into the queue.
import pLimit from 'p-limit';
import { DomainError } from '../errors';
import { say } from '../protocol/server-texts/said';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import { createFailures } from '../tools/failures';

export interface SnoozedDeps {
  projection: Pick<Projection, 'snoozedUntilNow'>;
  sessions: Pick<Sessions, 'unsnooze' | 'transfer'>;
  /** Which of the agents have a console open. */
  connected(agentIds: readonly string[]): Promise<Set<string>>;
  /** Milliseconds since 1970 by the clock that all nodes share. */
  now(): number;
}

const lookAt = 500;
const atOnce = 20;

export function createSnoozed({ projection, sessions, connected, now }: SnoozedDeps): () => Promise<void> {
  const by = { kind: 'system' } as const;

  async function wake(session: SessionState, isHere: boolean): Promise<unknown> {
    const { organizationId, id: sessionId, agentId, agentName } = session;
    const place = { organizationId, sessionId };
    if (isHere) return sessions.unsnooze({ ...place, by, dueAt: new Date(now()).toISOString() });
    // As it was when it was read: what happened to it since is no business of the clock.
    return sessions.transfer({
      ...place,
      expectSeq: session.headSeq,
      ...(agentId !== undefined && { from: agentId }),
      by,
      to: { queue: true },
      action: 'agent_left',
      reason: agentName ? say('was_put_away', { agent: agentName }) : say('was_put_away_by_some'),
    });
  }

  return async function wakeSnoozed() {
    const due = await projection.snoozedUntilNow(lookAt);
    if (due.length === 0) return;
    const here = await connected(due.flatMap(({ agentId }) => agentId ?? []));
    const failures = createFailures();
    await pLimit(atOnce).map(due, (session) =>
      failures.attempt(() => wake(session, here.has(session.agentId ?? '')).catch(unlessOvertaken)),
    );
    failures.rethrow();
  };
}

/** Somebody was faster: the next look sees what became of it. */
function unlessOvertaken(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'conflict') throw error;
}
