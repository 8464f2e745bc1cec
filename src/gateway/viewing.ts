// Who else looks at a session, told to those who do. Told again with each heartbeat, so that what was lost corrects itself.
import { isHeard, rooms, type AgentSocket, type Audience } from './sockets';

export type Viewing = ReturnType<typeof createViewing>;

export function createViewing({ agents, clustered }: Pick<Audience, 'agents' | 'clustered'>) {
  function say(socket: AgentSocket, sessionId: string, viewing: boolean): void {
    const room = rooms.session(sessionId);
    if (!isHeard(agents, room, { clustered, origin: socket.id })) return;
    const { agentId } = socket.data.principal;
    agents.to(room).except(socket.id).volatile.emit('viewing', { sessionId, agentId, viewing });
  }

  /** Another window of the same agent, on this node; one on another node tells with its next heartbeat. */
  function looksElsewhere({ id, data }: AgentSocket, sessionId: string): boolean {
    const listeners = agents.adapter.rooms.get(rooms.session(sessionId)) ?? new Set();
    return [...listeners].some(
      (other) => other !== id && agents.sockets.get(other)?.data.principal.agentId === data.principal.agentId,
    );
  }

  return {
    tell: (socket: AgentSocket, sessionId: string) => say(socket, sessionId, true),
    left(socket: AgentSocket, sessionId: string): void {
      if (!looksElsewhere(socket, sessionId)) say(socket, sessionId, false);
    },
  };
}
