// Whose login ended loses every console at once, on every node: an open socket would live on until its token ran out.
import type { GatewayDeps } from './deps';
import type { AgentNamespace, AgentSocket, Audience } from './sockets';

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

export function endLogin(socket: AgentSocket, message: string): void {
  socket.emit('auth:expired', { code: 'unauthenticated', message });
  socket.disconnect(true);
}

/** By user, not by `rooms.agent`: an agent that was deleted has no id any more. */
function socketsOf({ sockets }: AgentNamespace, userId: string): AgentSocket[] {
  return [...sockets.values()].filter(({ data }) => data.principal.id === userId);
}
