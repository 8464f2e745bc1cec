// Which conversation a message belongs to, by what it names, where its sender takes part in that.
import { DomainError } from '../../errors';
import { mailThreadOf } from '../../sessions/mail-thread';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';
import type { Thread } from '../channel';
import type { Deliveries, KnownChannel } from '../store';

interface ThreadDeps {
  sessions: Pick<Sessions, 'get' | 'target'>;
  messages: Pick<MessageLog, 'findByChannelMessageId'>;
  deliveries: Pick<Deliveries, 'find'>;
}

/** The session that a thread names, where its sender takes part, or where that goes on; the surest name first. */
export async function sessionOf(
  deps: ThreadDeps,
  channel: KnownChannel,
  { names, from, isForged }: Thread,
): Promise<SessionState | undefined> {
  for (const name of names) {
    const sessionId =
      'sessionId' in name ? name.sessionId : (await messageNamed(deps, channel, name.providerId))?.sessionId;
    const session = sessionId === undefined ? undefined : await there(deps, channel, sessionId);
    const isTheirs = mailThreadOf(session?.metadata ?? {})?.participants.includes(from);
    if (!session || !isTheirs) continue;
    const { mergedInto: isMerged, organizationId, id } = session;
    const target = isMerged === undefined ? session : await deps.sessions.target(organizationId, id);
    if (!isForged || target.metadata['senderNotVerified'] === true) return target;
  }
  return undefined;
}

async function there(
  { sessions }: ThreadDeps,
  { organizationId }: KnownChannel,
  sessionId: string,
): Promise<SessionState | undefined> {
  try {
    return await sessions.get(organizationId, sessionId);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** The message that the provider names, whoever wrote it. */
export async function messageNamed(
  { messages, deliveries }: Pick<ThreadDeps, 'messages' | 'deliveries'>,
  { organizationId, id }: KnownChannel,
  providerId: string | undefined,
): Promise<{ sessionId: string; seq: number } | undefined> {
  if (providerId === undefined) return undefined;
  const ours = await deliveries.find(id, providerId);
  return ours ?? messages.findByChannelMessageId(organizationId, id, providerId);
}
