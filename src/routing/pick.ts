// Who gets a session: a pure question, so that every rule of it can be tested by properties.
import type { ChannelType } from '../protocol/model/channel';
import type { Presence } from '../protocol/model/presence';

/** How much of an agent's capacity a session takes. */
export const channelWeight: Record<ChannelType, number> = { web: 1, whatsapp: 0.5, email: 0.25 };

export interface Candidate {
  id: string;
  name: string;
  presence: Presence;
  /** Sum of the weights of the sessions it holds. */
  load: number;
  /** Most load it may have. */
  capacity: number;
  specialties: readonly string[];
  /** When it last got a session or came online, in milliseconds since 1970. */
  idleSince: number;
}

export interface Wanted {
  channelType: ChannelType;
  specialty?: string;
  /** Who last helped this customer. */
  lastAgentId?: string;
  /** Who had it and neither opened nor answered it. */
  exceptAgentId?: string;
}

/** Those who may get one more session of this channel: online and below capacity afterwards. */
export function free(candidates: readonly Candidate[], channelType: ChannelType): Candidate[] {
  return candidates.filter(
    ({ presence, load, capacity }) => presence === 'online' && load + channelWeight[channelType] <= capacity,
  );
}

/** The customer's last agent, else whoever has the specialty, else anybody; among equals the least loaded, then the longest idle. */
export function pickAgent(candidates: readonly Candidate[], wanted: Wanted): Candidate | undefined {
  const able = free(candidates, wanted.channelType).filter(({ id }) => id !== wanted.exceptAgentId);
  const last = able.find(({ id }) => id === wanted.lastAgentId);
  if (last) return last;
  const experts = able.filter((candidate) => knows(candidate, wanted.specialty));
  return (experts.length > 0 ? experts : able).reduce<Candidate | undefined>(
    (best, candidate) => (best === undefined || before(candidate, best) ? candidate : best),
    undefined,
  );
}

function knows({ specialties }: Candidate, specialty: string | undefined): boolean {
  const wanted = specialty?.trim().toLowerCase();
  return Boolean(wanted) && specialties.some((own) => own.trim().toLowerCase() === wanted);
}

function before(a: Candidate, b: Candidate): boolean {
  const [shareOfA, shareOfB] = [a.load / a.capacity, b.load / b.capacity];
  return shareOfA === shareOfB ? a.idleSince < b.idleSince : shareOfA < shareOfB;
}
