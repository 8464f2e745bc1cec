// Whose login ended loses every console at once, and who was erased every window, on every node: a socket that is open
// would live on until its token ran out, a customer's for ever.
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayDeps } from './deps';
import type { AgentNamespace, AgentSocket, Audience } from './sockets';
import { waitUntil } from './wait-until';

export type SignOut = (organizationId: string, userId: string) => void;

export function createSignOut({
  agents,
  clustered,
  forgetUser,
}: Pick<Audience, 'agents' | 'clustered'> & Pick<GatewayDeps, 'forgetUser'>): SignOut {
  const signOutHere: SignOut = (organizationId, userId) => {
    // First, so that whoever comes back at once with the same token is looked up anew.
    forgetUser(organizationId, userId);
    for (const socket of socketsOf(agents, userId)) endLogin(socket, 'You were signed out.');
  };
  agents.on('signedOut', signOutHere);
  return (organizationId, userId) => {
    signOutHere(organizationId, userId);
    if (clustered) agents.serverSideEmit('signedOut', organizationId, userId);
  };
}

/** Resolves once nothing of theirs runs on any node; a node that does not answer in time is not waited for. */
export type CutOff = (customerId: string) => Promise<void>;

const cutOffMs = 3_000;

/** An erased customer's token is gone, but the sockets that it opened would go on writing. */
export function createCutOff({
  customers,
  clustered,
  log,
}: Pick<Audience, 'customers' | 'clustered'> & Pick<GatewayDeps, 'log'>): CutOff {
  const cutOffHere: CutOff = async (customerId) => {
    const open = [...customers.sockets.values()].filter(
      ({ data }) => data.visitor.customer.id === customerId,
    );
    for (const socket of open) socket.disconnect(true);
    await waitUntil(() => open.every(({ data }) => data.inFlight === 0), cutOffMs);
  };
  async function cutOffThere(customerId: string): Promise<void> {
    // Without Redis it may never settle.
    const answers = customers.serverSideEmitWithAck('erased', customerId).catch((error: unknown) => {
      log.warn({ err: error }, 'not every node could cut off an erased customer');
    });
    await Promise.race([answers, sleep(cutOffMs, undefined, { ref: false })]);
  }
  customers.on('erased', (customerId, done) => void cutOffHere(customerId).then(done));
  return async (customerId) => {
    await Promise.all([cutOffHere(customerId), clustered && cutOffThere(customerId)]);
  };
}

export function endLogin(socket: AgentSocket, message: string): void {
  socket.emit('auth:expired', { code: 'unauthenticated', message });
  socket.disconnect(true);
}

/** By user, not by `rooms.agent`: an agent that was deleted has no id any more. */
function socketsOf({ sockets }: AgentNamespace, userId: string): AgentSocket[] {
  return [...sockets.values()].filter(({ data }) => data.principal.id === userId);
}
