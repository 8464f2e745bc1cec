// Who gets a session: a pure question, so that every rule of it can be tested by properties.
import type { RoutingSettings } from '../protocol/routing';
import type { Presence } from '../protocol/model/presence';

export interface Candidate {
  id: string;
  name: string;
  presence: Presence;
  /** Sum of the weights of the sessions it holds. */
  load: number;
  /** Most load it may have. */
  capacity: number;
  specialties: readonly string[];
  /** What it speaks; empty: nobody has said. */
  languages: readonly string[];
  /** Ids of those that it is in. */
  teams: readonly string[];
  /** When it last got a session or came online, in milliseconds since 1970. */
  idleSince: number;
  /** When it said that it is online. */
  onlineSince: number;
}

export interface Wanted {
  /** How much of an agent's capacity the session takes. */
  weight: number;
  specialty?: string;
  /** As in BCP 47: who speaks it comes first. */
  language?: string;
  /** Unset: the least busy first. */
  order?: RoutingSettings['order'];
  /** Whose members come first. */
  teamId?: string;
  /** It waits for its team while anybody of it is there. */
  isForTeam?: boolean;
  /** Only where nobody else can take it. */
  givenUpBy?: string;
  /** Who looks after the customer's company, whatever team it belongs to. */
  ownerId?: string;
  /** Who last helped this customer. */
  lastAgentId?: string;
  /** Who had it and neither opened nor answered it: gets it again once they have gone online since `exceptedAt`, an ISO time. */
  exceptAgentId?: string;
  exceptedAt?: string;
}

/**
 * Those who may get one more session of this weight: online and not above capacity afterwards. Who has none takes one,
 * whatever it weighs: else nobody would.
 */
export function free(candidates: readonly Candidate[], weight: number): Candidate[] {
  return candidates.filter(
    ({ presence, load, capacity }) =>
      presence === 'online' && capacity > 0 && (load + weight <= capacity || load === 0),
  );
}

const isExcepted = ({ id, onlineSince }: Candidate, { exceptAgentId, exceptedAt }: Wanted): boolean =>
  id === exceptAgentId && !(exceptedAt !== undefined && onlineSince > Date.parse(exceptedAt));

/** The team's members; all, where it has none who are there, or the session waited for them long enough. */
function within(able: Candidate[], all: readonly Candidate[], wanted: Wanted): Candidate[] {
  const { teamId, isForTeam } = wanted;
  if (teamId === undefined) return able;
  const isMember = ({ teams }: Candidate) => teams.includes(teamId);
  const members = able.filter(isMember);
  if (members.length > 0) return members;
  // Whoever takes no conversation at all is nobody to wait for.
  const isAwaited = (one: Candidate) =>
    isMember(one) && one.presence === 'online' && one.capacity > 0 && !isExcepted(one, wanted);
  return isForTeam && all.some(isAwaited) ? [] : able;
}

/** Whoever looks after the customer's company, unless somebody gave it to a team; then within the session's team: the customer's last agent, else whoever speaks the language, of those whoever has the specialty, else anybody; of those the least busy, then the longest idle; in a round the longest idle. */
export function pickAgent(candidates: readonly Candidate[], wanted: Wanted): Candidate | undefined {
  const takes = free(candidates, wanted.weight).filter((one) => !isExcepted(one, wanted));
  const owner = takes.find(({ id }) => id === wanted.ownerId);
  if (owner && wanted.givenUpBy === undefined) return owner;
  const ofTeam = within(takes, candidates, wanted);
  const others = ofTeam.filter(({ id }) => id !== wanted.givenUpBy);
  const able = others.length > 0 ? others : ofTeam;
  const known = [wanted.ownerId, wanted.lastAgentId].flatMap((id) => able.find((one) => one.id === id) ?? []);
  if (known[0]) return known[0];
  const speakers = speaking(able, wanted.language);
  const experts = speakers.filter((candidate) => knows(candidate, wanted.specialty));
  return (experts.length > 0 ? experts : speakers).reduce<Candidate | undefined>(
    (best, candidate) => (best === undefined || before(candidate, best, wanted.order) ? candidate : best),
    undefined,
  );
}

/** Whoever speaks it, else those of whom nobody has said what they speak, else all: nobody waits for a language. */
function speaking(able: Candidate[], language: string | undefined): Candidate[] {
  if (language === undefined) return able;
  const wanted = baseOf(language);
  const speakers = able.filter(({ languages }) => languages.some((one) => baseOf(one) === wanted));
  if (speakers.length > 0) return speakers;
  const unsaid = able.filter(({ languages }) => languages.length === 0);
  return unsaid.length > 0 ? unsaid : able;
}

const baseOf = (language: string): string => language.trim().split('-')[0]!.toLowerCase();

function knows({ specialties }: Candidate, specialty: string | undefined): boolean {
  const wanted = specialty?.trim().toLowerCase();
  return Boolean(wanted) && specialties.some((own) => own.trim().toLowerCase() === wanted);
}

function before(a: Candidate, b: Candidate, order: Wanted['order']): boolean {
  if (order === 'round_robin') return a.idleSince < b.idleSince;
  const [shareOfA, shareOfB] = [a.load / a.capacity, b.load / b.capacity];
  return shareOfA === shareOfB ? a.idleSince < b.idleSince : shareOfA < shareOfB;
}
