// What customers of channels that send are told when a person is to answer them.
import { waitingWords, type Expectation } from '../responder/understanding/waiting-words';
import { businessHours, openAt } from '../routing/hours';
import type { Routing } from '../routing/routing';
import type { HandoverWords } from '../sessions/hand-over';
import type { SessionState } from '../sessions/session';
import type { Base } from './base';

type Parts = Pick<Base, 'channelList' | 'lookups' | 'tables' | 'log'>;

export function createHandoverWords(parts: Parts, onlineAmong: Routing['onlineAmong']): HandoverWords {
  return async (session, { language }) => {
    const channel = parts.channelList.get(session.channelType);
    // Whoever cannot be believed is written to by a person, or not at all.
    if (!channel?.send || session.metadata['needsPerson'] !== undefined) return undefined;
    if (channel.isSlow) return () => waitingWords(language, { isLetter: true });
    const { waiting, ...team } = await look(parts, session, onlineAmong).catch((error: unknown) => {
      parts.log.warn(
        { err: error, sessionId: session.id },
        'could not look whether an agent is there for a handover',
      );
      return { waiting: undefined };
    });
    return (agent, before) =>
      waitingWords(language, {
        ...team,
        isTaken: agent !== undefined,
        ...(waiting !== undefined && { place: waiting + before + 1 }),
      });
  };
}

async function look(
  { lookups, tables }: Parts,
  { organizationId, channelId }: SessionState,
  onlineAmong: Routing['onlineAmong'],
): Promise<Expectation & { waiting: number }> {
  const [[channel], { byStatus }] = await Promise.all([
    lookups.channelsInUse([channelId]),
    tables.rows.counts(organizationId),
  ]);
  const hours = businessHours.safeParse(channel?.hours ?? undefined).data;
  const { open = true, opensAt } = hours ? openAt(hours, new Date()) : {};
  const online = channel && (await onlineAmong(channel.agents));
  return {
    waiting: byStatus.waiting,
    ...(hours &&
      !open && { closed: { timeZone: hours.timeZone, ...(opensAt !== undefined && { opensAt }) } }),
    isNobodyOnline: online?.size === 0,
  };
}
