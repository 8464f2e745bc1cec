// Open windows learn that their customer is blocked, or no more. Looked up, not rung for: so it holds for a block that ends by
// its time, that came by a link, or that another node wrote.
import type { GatewayDeps } from './deps';
import type { CustomerNamespace, CustomerSocket } from './sockets';

const everyMs = 2_500;
/** A commit is seen a little after the time that it names. */
const overlapMs = 15_000;

type Deps = Pick<GatewayDeps, 'blockedNow' | 'log'> & { customers: CustomerNamespace };

/** @returns how to stop */
export function watchBlocks({ customers, blockedNow, log }: Deps): () => void {
  let looking = false;
  let lookedAt = Date.now();

  async function look(): Promise<void> {
    if (looking || customers.sockets.size === 0) return;
    looking = true;
    const now = Date.now();
    try {
      const sockets = [...customers.sockets.values()];
      const among = [...new Set(sockets.filter(({ data }) => data.blocked).map(customerOf))];
      const blocked = new Set(await blockedNow({ among, changedWithinMs: now - lookedAt + overlapMs }));
      for (const socket of sockets) tell(socket, blocked.has(customerOf(socket)));
      lookedAt = now;
    } catch (error) {
      log.debug({ err: error }, 'could not look which customers are blocked');
    } finally {
      looking = false;
    }
  }
  const timer = setInterval(() => void look(), everyMs).unref();
  return () => clearInterval(timer);
}

const customerOf = ({ data }: CustomerSocket): string => data.visitor.customer.id;

function tell(socket: CustomerSocket, blocked: boolean): void {
  const { data } = socket;
  // Before `ready` nothing is told.
  if (data.channelTold === undefined || Boolean(data.blocked) === blocked) return;
  data.blocked = blocked;
  socket.emit('customer:update', { blocked });
}
