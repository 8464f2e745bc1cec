// Open windows follow their channel: hours and presence are told as they change, and a channel that was switched off, or
// whose identity secret is another, ends what is open. Looked up, not rung for: it holds across nodes and without Redis.
import { shownTo, type ChannelNow } from '../identity/visitor-channel';
import type { GatewayDeps } from './deps';
import { endLogin } from './disconnect';
import type { CustomerNamespace, CustomerSocket } from './sockets';

const everyMs = 2_500;

type Deps = Pick<GatewayDeps, 'channelsNow' | 'awaitedTeams' | 'log'> & { customers: CustomerNamespace };

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

async function tellChannels({ customers, channelsNow, awaitedTeams }: Deps): Promise<void> {
  const byChannel = new Map<string, CustomerSocket[]>();
  for (const socket of customers.sockets.values()) {
    const { channelId } = socket.data.visitor;
    const others = byChannel.get(channelId);
    if (others) others.push(socket);
    else byChannel.set(channelId, [socket]);
  }
  if (byChannel.size === 0) return;
  const now = await channelsNow([...byChannel.keys()]);
  // Only where a team has its own hours does it matter who waits for which.
  const asked = [...byChannel].flatMap(([channelId, sockets]) =>
    now.get(channelId)?.teamHours.size ? sockets.flatMap(({ data }) => data.sessionId ?? []) : [],
  );
  const teams: Teams = asked.length > 0 ? await awaitedTeams(asked) : new Map();
  for (const [channelId, sockets] of byChannel) {
    const channel = now.get(channelId);
    if (!channel?.isActive) sockets.forEach((socket) => endLogin(socket, channelOff));
    else tellChannel(sockets, channel, teams);
  }
}

type Teams = Awaited<ReturnType<Deps['awaitedTeams']>>;

function tellChannel(sockets: readonly CustomerSocket[], channel: ChannelNow, teams: Teams): void {
  const { secretStamp } = channel;
  const toMost = shownWithText(channel, undefined);
  for (const socket of sockets) {
    const { visitor, channelTold, sessionId = '' } = socket.data;
    const { shown, text } = teams.has(sessionId) ? shownWithText(channel, teams.get(sessionId)) : toMost;
    if (visitor.signIn && visitor.signIn.secretStamp !== secretStamp) endLogin(socket, 'Sign in again.');
    // Before `ready` nothing is told.
    else if (channelTold !== undefined && channelTold !== text) {
      socket.data.channelTold = text;
      socket.emit('channel:update', shown);
    }
  }
}

function shownWithText(channel: ChannelNow, teamId: string | undefined) {
  const shown = shownTo(channel, teamId);
  return { shown, text: JSON.stringify(shown) };
}

const channelOff = 'This chat was switched off.';
