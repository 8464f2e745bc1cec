// What is done about the SLA by the clock, and after a change of its policies.
import { createSlaWatch } from '../../jobs/sla-watch';
import { brokenBy } from '../../routing/sla';
import type { SessionState } from '../../sessions/session';
import type { Parts } from '../parts';
import { knownEverywhereMs, slaProjection } from './sla-policies';

type SlaParts = Pick<Parts, 'stores' | 'sessions' | 'events' | 'slaPolicies'>;

/** Decides the SLA of these sessions again, as their rows are. */
export function createRewrite({ stores, sessions, events, slaPolicies }: SlaParts) {
  const projection = slaProjection(stores.postgres.crossTenant, slaPolicies);
  return async (states: readonly SessionState[]): Promise<void> => {
    const { sla } = await projection.project(states);
    for (const { sla: _, ...state } of states) {
      const now = sla.get(state.id);
      events.emit('session', { session: sessions.newest({ ...state, ...(now && { sla: now }) }) });
    }
  };
}

/** The step of the sweep: says what broke, warns of what will. */
export function buildSlaWatch(parts: SlaParts): () => Promise<void> {
  const { stores, sessions, events, slaPolicies } = parts;
  return createSlaWatch({
    projection: stores.postgres.crossTenant,
    async broken(session) {
      return brokenBy(session, (await slaPolicies.read()).get(session.organizationId), stores.postgres.now());
    },
    breachSla: sessions.breachSla,
    rewrite: createRewrite(parts),
    warn: (near) => events.emit('dueSoon', near),
  });
}

const page = 500;

/** The job after a change of the policies, or of the hours that they count in. */
export function buildSlaTask(parts: SlaParts) {
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
  ({ slaPolicies, queue, routing }: Pick<Parts, 'slaPolicies' | 'queue' | 'routing'>) =>
  (organizationId: string): void => {
    void routing.claimNext(organizationId);
    createSettingChanged({ slaPolicies, queue })(organizationId, 'businessHours');
  };

/** What a change of an organization's settings makes necessary. */
export const createSettingChanged =
  ({ slaPolicies, queue }: Pick<Parts, 'slaPolicies' | 'queue'>) =>
  (organizationId: string, category: string): void => {
    if (category !== 'sla' && category !== 'businessHours') return;
    slaPolicies.forget();
    const at = new Date(Date.now() + knownEverywhereMs);
    void queue.add('promises', { organizationId }, { key: `promises:${organizationId}`, at });
  };
