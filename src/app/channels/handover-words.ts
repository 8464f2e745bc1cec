// What customers of channels that send are told when a person is to answer them.
import { waitingWords, type Expectation } from '../../responder/understanding/waiting-words';
import { hoursFor, knownHours, openAt, type AllHours } from '../../routing/hours';
import type { Routing } from '../../routing/routing';
import type { HandoverWords } from '../../sessions/hand-over';
import type { SessionState } from '../../sessions/session';
import type { Base } from '../base';

type Parts = Pick<Base, 'channelList' | 'lookups' | 'tables' | 'log'>;

export function createHandoverWords(parts: Parts, onlineAmong: Routing['onlineAmong']): HandoverWords {
  return async (session, { language }) => {
    const channel = parts.channelList.get(session.channelType);
    // Whoever cannot be believed is written to by a person, or not at all.
    if (!channel?.send || session.metadata['needsPerson'] !== undefined) return undefined;
    if (channel.isSlow) return () => waitingWords(language, { isLetter: true });
    const { waiting, known, ...here } = await look(parts, session, onlineAmong).catch((error: unknown) => {
      parts.log.warn(
        { err: error, sessionId: session.id },
        'could not look whether an agent is there for a handover',
      );
      return { waiting: undefined, known: {} };
    });
    return (agent, before, team = session.teamId) =>
      waitingWords(language, {
        ...here,
        ...closedNow(known, team),
        isTaken: agent !== undefined,
        ...(waiting !== undefined && { place: waiting + before + 1 }),
      });
  };
}

async function look(
  { lookups, tables }: Parts,
  { organizationId, channelId }: SessionState,
  onlineAmong: Routing['onlineAmong'],
): Promise<Expectation & { waiting: number; known: AllHours }> {
  const [[channel], { byStatus }] = await Promise.all([
    lookups.channelsInUse([channelId]),
    tables.rows.counts(organizationId),
  ]);
  const online = channel && (await onlineAmong(channel.agents));
  return {
    waiting: byStatus.waiting,
    known: channel ? knownHours(channel) : {},
    isNobodyOnline: online?.size === 0,
  };
}

/** By the hours of the team whose it is, where it has its own. */
function closedNow(known: AllHours, teamId: string | undefined): Pick<Expectation, 'closed'> {
  const hours = hoursFor(known, teamId);
  const { open = true, opensAt } = hours ? openAt(hours, new Date()) : {};
  return hours && !open
    ? { closed: { timeZone: hours.timeZone, ...(opensAt !== undefined && { opensAt }) } }
    : {};
}
