// Whose login ended loses every console at once, and who was erased or signed out every window, on every node: a socket
// that is open would live on until its token ran out, an anonymous customer's for ever.
import { LRUCache } from 'lru-cache';
import type { Visitor } from '../identity/principal';
import type { ClusterEvents } from './cluster-events';
import type { AckError } from '../protocol/sockets';
import { waitUntil } from '../tools/wait-until';
import type { GatewayDeps } from './deps';
import type { AgentNamespace, AgentSocket, Audience, CustomerData, CustomerSocket } from './sockets';

export interface Disconnects {
  /** Every console of this user. */
  signOut(organizationId: string, userId: string): void;
  /** Every window of this customer. Resolves once nothing of theirs runs on any node that answers. */
  cutOffCustomer(customerId: string): Promise<void>;
  /** Every window that came with this visitor token. */
  signOutVisitor(tokenHash: string): void;
}

/** Who was erased or signed out a short time ago: a handshake that was let in before that may end after it. */
export interface JustEnded {
  add(id: string): void;
  has(visitor: Visitor): boolean;
}

/** No handshake takes longer. */
const handshakeMs = 120_000;
const mostKept = 50_000;

export function createJustEnded(): JustEnded {
  const ids = new LRUCache<string, true>({ max: mostKept, ttl: handshakeMs });
  return {
    add: (id) => void ids.set(id, true),
    has: ({ customer, anonymous, tokenHash }) =>
      ids.has(tokenHash) || ids.has(customer.id) || (anonymous !== undefined && ids.has(anonymous.id)),
  };
}

/** What runs for an erased customer gets this long. */
const cutOffMs = 3_000;

type Deps = Pick<Audience, 'agents' | 'customers'> &
  Pick<GatewayDeps, 'forgetUser'> & {
    cluster: Pick<ClusterEvents, 'userSignedOut' | 'customerErased' | 'visitorSignedOut'>;
    justEnded: JustEnded;
  };

export function createDisconnects({ agents, customers, forgetUser, cluster, justEnded }: Deps): Disconnects {
  const customersWith = (fits: (data: CustomerData) => boolean): CustomerSocket[] =>
    [...customers.sockets.values()].filter(({ data }) => fits(data));

  function signOutHere(organizationId: string, userId: string): void {
    // First, so that whoever comes back at once with the same token is looked up anew.
    forgetUser(organizationId, userId);
    for (const socket of socketsOf(agents, userId)) endLogin(socket, 'You were signed out.');
  }

  async function cutOffHere(customerId: string): Promise<void> {
    justEnded.add(customerId);
    const open = customersWith(
      ({ visitor: { customer, anonymous } }) => customer.id === customerId || anonymous?.id === customerId,
    );
    for (const socket of open) socket.disconnect(true);
    await waitUntil(() => open.every(({ data }) => data.inFlight === 0), { within: cutOffMs });
  }

  function signOutVisitorHere(tokenHash: string): void {
    justEnded.add(tokenHash);
    for (const socket of customersWith(({ visitor }) => visitor.tokenHash === tokenHash))
      endLogin(socket, 'You were signed out.');
  }

  cluster.userSignedOut.hear(signOutHere);
  cluster.customerErased.hear(cutOffHere);
  cluster.visitorSignedOut.hear(signOutVisitorHere);
  return {
    signOut(organizationId, userId) {
      signOutHere(organizationId, userId);
      cluster.userSignedOut.tell(organizationId, userId);
    },
    async cutOffCustomer(customerId) {
      await Promise.all([cutOffHere(customerId), cluster.customerErased.tell(customerId)]);
    },
    signOutVisitor(tokenHash) {
      signOutVisitorHere(tokenHash);
      cluster.visitorSignedOut.tell(tokenHash);
    },
  };
}

interface Expiring {
  emit(event: 'auth:expired', error: AckError): boolean;
  disconnect(close: boolean): unknown;
}

export function endLogin(socket: Expiring, message: string): void {
  socket.emit('auth:expired', { code: 'unauthenticated', message });
  socket.disconnect(true);
}

/** By user, not by `rooms.agent`: an agent that was deleted has no id any more. */
function socketsOf({ sockets }: AgentNamespace, userId: string): AgentSocket[] {
  return [...sockets.values()].filter(({ data }) => data.principal.id === userId);
}
