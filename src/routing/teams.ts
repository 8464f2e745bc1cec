// Which team a conversation belongs to: by its labels, else its language, else its channel.
import type { Page } from '../sessions/store';
import type { WantsAgent } from '../sessions/assign-agents';
import type { BusinessHours } from './hours';

export interface TeamRow {
  id: string;
  name: string;
  agentIds: string[];
  labels: string[];
  languages: string[];
  channelIds: string[];
  /** null: the organization's own. */
  businessHours: BusinessHours | null;
  createdAt: Date;
  updatedAt: Date;
}

/** What says whose a session is, and who may get it. */
export type TeamRules = Omit<TeamRow, 'businessHours' | 'createdAt' | 'updatedAt'>;

export type GivenTeam = Pick<
  TeamRow,
  'name' | 'agentIds' | 'labels' | 'languages' | 'channelIds' | 'businessHours'
>;

/** Of one organization: undefined and false for what it does not have. */
export interface Teams {
  /** Newest first. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: object,
    page: { limit: number; cursor?: string },
  ): Promise<Page<TeamRow>>;
  get(organizationId: string, id: string): Promise<TeamRow | undefined>;
  /** @throws `conflict` for a name that is taken, `invalid` for an agent or channel that is not there; so does `update` */
  create(organizationId: string, team: GivenTeam): Promise<TeamRow>;
  update(organizationId: string, id: string, change: GivenTeam): Promise<TeamRow | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
}

type Belongs = NonNullable<WantsAgent['belongs']>;

type Rules = Pick<TeamRow, 'labels' | 'languages' | 'channelIds'>;

/** What people said of it comes before what it is in, and that before where it came from. Of several teams the first. */
export function teamOf<T extends Rules>(teams: readonly T[], { labels, language, channelId }: Belongs) {
  const own = new Set(labels.map(folded));
  const spoken = folded(language.split('-')[0]!);
  return (
    teams.find((team) => team.labels.some((label) => own.has(folded(label)))) ??
    teams.find((team) => team.languages.some((each) => folded(each) === spoken)) ??
    teams.find((team) => team.channelIds.includes(channelId))
  );
}

const folded = (word: string): string => word.trim().toLowerCase();
