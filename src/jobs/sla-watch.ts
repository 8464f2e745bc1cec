// The SLA by the clock: a breach is said in its log, once; of what is due soon its agent is warned.
import pLimit from 'p-limit';
import type { DomainEvents } from '../events';
import type { SlaBreach } from '../sessions/sla-clock';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import { createFailures } from '../tools/failures';

export interface SlaWatchDeps {
  projection: Pick<Projection, 'brokenByNow' | 'dueSoon'>;
  /** What broke by now in a session as its row is, and its log does not say. */
  broken(session: SessionState): Promise<SlaBreach[]>;
  breachSla: Sessions['breachSla'];
  /** Writes rows of sessions anew in which nothing broke: the policies were changed. */
  rewrite(sessions: readonly SessionState[]): Promise<void>;
  warn(near: DomainEvents['dueSoon']): void;
}

const lookAt = 200;
const atOnce = 20;

export function createSlaWatch({
  projection,
  broken,
  breachSla,
  rewrite,
  warn,
}: SlaWatchDeps): () => Promise<void> {
  return async function watchSla() {
    const failures = createFailures();
    const unbroken: SessionState[] = [];
    await pLimit(atOnce).map(await projection.brokenByNow(lookAt), (session) =>
      failures.attempt(async () => {
        const { organizationId, id: sessionId } = session;
        const breaches = await broken(session);
        if (breaches.length === 0) unbroken.push(session);
        for (const breach of breaches) await breachSla({ organizationId, sessionId, breach });
      }),
    );
    if (unbroken.length > 0) await failures.attempt(() => rewrite(unbroken));
    for (const near of await projection.dueSoon(lookAt)) warn(near);
    failures.rethrow();
  };
}
