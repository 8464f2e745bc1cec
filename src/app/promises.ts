// What is done about promises by the clock, and after a change of what is promised.
import { createPromiseWatch } from '../jobs/promises';
import { brokenBy } from '../routing/promises';
import type { SessionState } from '../sessions/session';
import type { Parts } from './parts';
import { knownEverywhereMs, promising } from './sla-books';

type PromiseParts = Pick<Parts, 'stores' | 'sessions' | 'events' | 'promises'>;

/** Decides again what was promised in these sessions, as their rows are. */
export function createRewrite({ stores, sessions, events, promises }: PromiseParts) {
  const projection = promising(stores.postgres.crossTenant, promises);
  return async (states: readonly SessionState[]): Promise<void> => {
    const { sla } = await projection.project(states);
    for (const { sla: _, ...state } of states) {
      const now = sla.get(state.id);
      events.emit('session', { session: sessions.newest({ ...state, ...(now && { sla: now }) }) });
    }
  };
}

/** The step of the sweep: says what broke, warns of what will. */
export function buildPromiseWatch(parts: PromiseParts): () => Promise<void> {
  const { stores, sessions, events, promises } = parts;
  return createPromiseWatch({
    projection: stores.postgres.crossTenant,
    async broken(session) {
      return brokenBy(session, (await promises.read()).get(session.organizationId), stores.postgres.now());
    },
    breakPromise: sessions.breakPromise,
    rewrite: createRewrite(parts),
    warn: (near) => events.emit('dueSoon', near),
  });
}

const page = 500;

/** The job after a change of the policies, or of the hours that they count in. */
export function buildPromiseTask(parts: PromiseParts) {
  const rewrite = createRewrite(parts);
  return async ({ organizationId }: { organizationId: string }): Promise<void> => {
    let after: string | undefined;
    for (;;) {
      const states = await parts.stores.postgres.crossTenant.waitedIn(organizationId, after, page);
      if (states.length > 0) await rewrite(states);
      if (states.length < page) return;
      after = states.at(-1)!.id;
    }
  };
}

/** A team's own hours may be others: decided again once every node knows them. */
export const createTeamChanged =
  ({ promises, queue, routing }: Pick<Parts, 'promises' | 'queue' | 'routing'>) =>
  (organizationId: string): void => {
    void routing.claimNext(organizationId);
    createSettingChanged({ promises, queue })(organizationId, 'businessHours');
  };

/** What a change of an organization's settings makes necessary. */
export const createSettingChanged =
  ({ promises, queue }: Pick<Parts, 'promises' | 'queue'>) =>
  (organizationId: string, category: string): void => {
    if (category !== 'sla' && category !== 'businessHours') return;
    promises.forget();
    const at = new Date(Date.now() + knownEverywhereMs);
    void queue.add('promises', { organizationId }, { key: `promises:${organizationId}`, at });
  };
