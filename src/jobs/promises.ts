// Promises to customers: one that broke is said in its log, once; of one that breaks soon its agent is warned.
import pLimit from 'p-limit';
import type { DomainEvents } from '../events';
import type { BrokenPromise } from '../sessions/broken-promise';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import { createFailures } from '../tools/failures';

export interface PromiseWatchDeps {
  projection: Pick<Projection, 'brokenByNow' | 'dueSoon'>;
  /** What broke by now in a session as its row is, and its log does not say. */
  broken(session: SessionState): Promise<BrokenPromise[]>;
  breakPromise: Sessions['breakPromise'];
  /** Writes rows of sessions anew in which nothing broke: the policies were changed. */
  rewrite(sessions: readonly SessionState[]): Promise<void>;
  warn(near: DomainEvents['dueSoon']): void;
}

const lookAt = 200;
const atOnce = 20;

export function createPromiseWatch({
  projection,
  broken,
  breakPromise,
  rewrite,
  warn,
}: PromiseWatchDeps): () => Promise<void> {
  return async function watchPromises() {
    const failures = createFailures();
    const unbroken: SessionState[] = [];
    await pLimit(atOnce).map(await projection.brokenByNow(lookAt), (session) =>
      failures.attempt(async () => {
        const { organizationId, id: sessionId } = session;
        const promises = await broken(session);
        if (promises.length === 0) unbroken.push(session);
        for (const promise of promises) await breakPromise({ organizationId, sessionId, promise });
      }),
    );
    if (unbroken.length > 0) await failures.attempt(() => rewrite(unbroken));
    for (const near of await projection.dueSoon(lookAt)) warn(near);
    failures.rethrow();
  };
}
