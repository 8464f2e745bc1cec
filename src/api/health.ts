import type { Principal } from '../identity/principal';
import { health, type Health } from '../protocol/health';
import { seesServer, type JobDeps } from './jobs';
import { endpoint } from './http/route';

export interface HealthDeps extends Pick<JobDeps, 'runsServer'> {
  /** @param seesServer what is of the whole server is told, too */
  readHealth(organizationId: string, seesServer: boolean): Promise<Health>;
}

export function healthEndpoints(deps: HealthDeps) {
  const of = (principal: Principal) => deps.readHealth(principal.organizationId, seesServer(deps, principal));
  return {
    get: endpoint({
      summary:
        'Whether each part works, as it is found now. What is of the whole server is told to admins of the organization that runs it.',
      response: health,
      handle: ({ principal }) => of(principal),
    }),
  };
}
