import type {
  CoachingNote,
  NewCoachingNote,
  NewQualityCard,
  QualityCard,
  QualityFigures,
  QualityProposal,
  QualityReview,
} from '../../protocol/quality';
import type { CardScore } from './card-score';

/** A conversation that may be looked at, for whose answers. */
export interface Candidate {
  sessionId: string;
  by: 'agent' | 'ai';
  agentId: string | null;
  agentName: string;
  teamId: string | null;
  /** Of whom it is one: an agent, a team, the AI. */
  stratum: string;
}

export interface SampleSizes {
  perAgent: number;
  perTeam: number;
  perAi: number;
}

export interface Drawing {
  seed: string;
  drawn: boolean;
}

/** The criteria of an open review are those of the card. */
export type ReviewRow = QualityReview;

export interface Reviewer {
  id: string;
  name: string;
}

interface ListPage<T> {
  items: T[];
  nextCursor: string | null;
}

export interface ReviewFilter {
  state?: QualityReview['state'];
  agentId?: string;
  disputed?: true;
}

/** Every method runs inside withOrganization. */
export interface QualityStore {
  card(organizationId: string): Promise<QualityCard | undefined>;
  saveCard(organizationId: string, card: NewQualityCard): Promise<QualityCard>;
  /** The draw of a week: begun now, or before. @param seed of one that begins now */
  begin(organizationId: string, week: string, seed: string): Promise<Drawing>;
  /** Closed in the week, in the order of the seed: of each stratum so many times more than are wanted. */
  candidates(
    organizationId: string,
    week: string,
    draw: SampleSizes & { seed: string },
  ): Promise<Candidate[]>;
  /** Writes what was chosen, once. @returns how many there are now */
  keep(organizationId: string, week: string, chosen: readonly Candidate[]): Promise<number>;

  list(
    organizationId: string,
    filter: ReviewFilter,
    page: { limit: number; cursor?: string },
  ): Promise<ListPage<ReviewRow>>;
  get(organizationId: string, id: string): Promise<ReviewRow | undefined>;
  /** @throws `conflict` once the customer was erased */
  score(
    organizationId: string,
    id: string,
    given: CardScore & { criteria: QualityReview['criteria']; comment: string; reviewer: Reviewer },
  ): Promise<unknown>;
  /** False for what is scored. */
  skip(organizationId: string, id: string, given: { because: string; reviewer: Reviewer }): Promise<boolean>;
  propose(organizationId: string, id: string, proposal: QualityProposal): Promise<unknown>;
  answer(organizationId: string, id: string, given: { agrees: boolean; text: string }): Promise<unknown>;
  figures(organizationId: string, weeks: { from: string; to: string }): Promise<QualityFigures>;
}

export interface CoachingStore {
  list(
    organizationId: string,
    filter: { agentId?: string },
    page: { limit: number; cursor?: string },
  ): Promise<ListPage<CoachingNote>>;
  /** @throws `not_found` for an agent or a review of theirs that is not there, `conflict` once the customer was erased */
  create(organizationId: string, note: NewCoachingNote & { authorName: string }): Promise<CoachingNote>;
  /** @returns whether it is theirs */
  acknowledge(organizationId: string, id: string, agentId: string): Promise<boolean>;
  /** @returns whether it was there */
  /** @param others.except the agent who takes none of their own away */
  remove(organizationId: string, id: string, others: { except: string | undefined }): Promise<boolean>;
}
