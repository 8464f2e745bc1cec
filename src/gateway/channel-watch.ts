// Open windows follow their channel: hours and presence are told as they change, and a channel that was switched off, or
// whose identity secret is another, ends what is open. Looked up, not rung for: it holds across nodes and without Redis.
import type { VisitorChannel } from '../identity/visitor-channel';
import type { GatewayDeps } from './deps';
import { endLogin } from './disconnect';
import type { CustomerNamespace, CustomerSocket } from './sockets';

const everyMs = 2_500;

type Deps = Pick<GatewayDeps, 'channelsNow' | 'log'> & { customers: CustomerNamespace };

/** @returns how to stop */
export function watchChannels(deps: Deps): () => void {
  let looking = false;
  let failing = false;
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      await tellChannels(deps);
      failing = false;
    } catch (error) {
      // While it lasts, once: a switched-off channel stays open meanwhile.
      deps.log[failing ? 'debug' : 'warn']({ err: error }, 'channels could not be looked at');
      failing = true;
    } finally {
      looking = false;
    }
  }
  const timer = setInterval(() => void look(), everyMs).unref();
  return () => clearInterval(timer);
}

async function tellChannels({ customers, channelsNow }: Deps): Promise<void> {
  const byChannel = new Map<string, CustomerSocket[]>();
  for (const socket of customers.sockets.values()) {
    const { channelId } = socket.data.visitor;
    const others = byChannel.get(channelId);
    if (others) others.push(socket);
    else byChannel.set(channelId, [socket]);
  }
  if (byChannel.size === 0) return;
  const now = await channelsNow([...byChannel.keys()]);
  for (const [channelId, sockets] of byChannel) {
    const channel = now.get(channelId);
    if (!channel?.isActive) sockets.forEach((socket) => endLogin(socket, channelOff));
    else tellChannel(sockets, channel);
  }
}

function tellChannel(
  sockets: readonly CustomerSocket[],
  { shown, secretStamp }: { shown: VisitorChannel; secretStamp: string },
): void {
  const text = JSON.stringify(shown);
  for (const socket of sockets) {
    const { visitor, channelTold } = socket.data;
    if (visitor.signIn && visitor.signIn.secretStamp !== secretStamp) endLogin(socket, 'Sign in again.');
    // Before `ready` nothing is told.
    else if (channelTold !== undefined && channelTold !== text) {
      socket.data.channelTold = text;
      socket.emit('channel:update', shown);
    }
  }
}

const channelOff = 'This chat was switched off.';
