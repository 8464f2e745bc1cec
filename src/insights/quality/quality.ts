// A sample of closed conversations, scored by a person against the organization's own card.
import { randomUUID } from 'node:crypto';
import { DomainError, notFound } from '../../errors';
import type { Message } from '../../protocol/model/message';
import {
  erasedWords,
  type GivenScores,
  type NewQualityCard,
  type QualityCard,
  type QualityProposal,
} from '../../protocol/quality';
import { say } from '../../protocol/server-texts/said';
import { scoreBy } from './card-score';
import type { Candidate, QualityStore, Reviewer, ReviewRow, SampleSizes } from './store';

export interface QualityDeps {
  store: QualityStore;
  messages(
    organizationId: string,
    sessionId: string,
    page: { after: number; limit: number },
  ): Promise<Message[]>;
  now?(): Date;
}

/** @returns undefined where no model could say anything that can be used */
export type Judge = (
  place: { organizationId: string; sessionId: string },
  card: Pick<QualityCard, 'criteria'>,
  whose: Pick<ReviewRow, 'by' | 'agentName'>,
) => Promise<QualityProposal | undefined>;

/** Who acts, and which agent they are themselves. */
export interface Acting extends Reviewer {
  agentId?: string;
}

export type Quality = ReturnType<typeof createQuality>;

const what = 'review';
const noCard: QualityCard = { criteria: [], perAgent: 2, perTeam: 0, perAi: 3 };
/** More of a conversation is not looked through for an answer. */
const messagesRead = 500;
const dayMs = 86_400_000;

export function createQuality(deps: QualityDeps) {
  const { store } = deps;
  return {
    list: store.list,
    figures: (organizationId: string, { from, to }: { from: string; to: string }) =>
      store.figures(organizationId, { from: mondayOf(from), to: mondayOf(to) }),
    card: async (organizationId: string) => (await store.card(organizationId)) ?? noCard,
    saveCard: (organizationId: string, card: NewQualityCard) => store.saveCard(organizationId, card),
    ...drawing(deps),
    ...reviewing(deps),
    ...answering(deps),
  };
}

function drawing(deps: QualityDeps) {
  const { store, now = () => new Date() } = deps;
  /** Last week's sample, once. @throws `conflict` without a card */
  async function draw(organizationId: string) {
    const week = mondayOf(new Date(Number(now()) - 7 * dayMs).toISOString());
    const card = await store.card(organizationId);
    if (!card) throw new DomainError('conflict', say('card_first'));
    const { seed, drawn } = await store.begin(organizationId, week, randomUUID());
    if (drawn) return { week, chosen: await store.keep(organizationId, week, []), already: true };
    const candidates = await store.candidates(organizationId, week, { ...card, seed });
    const chosen = await choose(deps, organizationId, { candidates, sizes: card });
    // Of a week without any, nothing is settled: it is looked at again.
    if (chosen.length === 0) return { week, chosen: 0, already: false };
    return { week, chosen: await store.keep(organizationId, week, chosen), already: false };
  }
  return {
    draw,
    /** By the clock: nothing where there is no card. */
    async drawDue(organizationId: string) {
      if (await store.card(organizationId)) await draw(organizationId);
    },
  };
}

function reviewing({ store }: QualityDeps) {
  const get = (organizationId: string, id: string) => reviewOf(store, organizationId, id);
  return {
    get,

    /** @throws `not_found`, `invalid`, `forbidden` for one's own, `conflict` once the customer was erased */
    async score(organizationId: string, id: string, { by, ...given }: GivenScores & { by: Acting }) {
      const row = await get(organizationId, id);
      notOwn(row, by);
      const { criteria } = row;
      const scored = scoreBy(criteria, given.scores);
      const comment = given.comment?.trim() ?? '';
      await store.score(organizationId, id, { ...scored, criteria, comment, reviewer: by });
      return get(organizationId, id);
    },

    /** @throws `not_found`, `forbidden` for one's own, `conflict` for what is scored, or erased */
    async skip(organizationId: string, id: string, { because, by }: { because: string; by: Acting }) {
      const row = await get(organizationId, id);
      notOwn(row, by);
      if (!(await store.skip(organizationId, id, { because, reviewer: by })))
        throw new DomainError('conflict', say('scored_already'));
      return get(organizationId, id);
    },

    /**
     * @throws `not_found`, `forbidden` for one's own, `conflict`, `unavailable` without a model, or where it said nothing
     * that can be used
     */
    async propose(organizationId: string, id: string, { judge, asker }: { judge: Judge; asker: Acting }) {
      const row = await get(organizationId, id);
      notOwn(row, asker);
      const { sessionId, erased, criteria, by, agentName } = row;
      if (erased) throw new DomainError('conflict', erasedWords);
      const proposal = await judge({ organizationId, sessionId }, { criteria }, { by, agentName });
      if (!proposal) throw new DomainError('unavailable', say('no_score'));
      await store.propose(organizationId, id, proposal);
      return get(organizationId, id);
    },
  };
}

function answering({ store }: QualityDeps) {
  return {
    /** The agent's word on a review of their own. @throws `not_found`, `invalid` */
    async answer(
      organizationId: string,
      id: string,
      { agentId, agrees, text }: { agentId: string | undefined; agrees: boolean; text: string },
    ) {
      const row = await reviewOf(store, organizationId, id);
      if (agentId === undefined || row.agentId !== agentId || row.state !== 'done') throw notFound(what);
      const why = text.trim();
      if (!agrees && why === '') {
        const errors = [{ path: 'text', message: 'Say why.' }];
        throw new DomainError('invalid', say('say_why'), { errors });
      }
      await store.answer(organizationId, id, { agrees, text: why });
      return reviewOf(store, organizationId, id);
    },
  };
}

/** @throws `not_found` */
async function reviewOf(store: QualityStore, organizationId: string, id: string): Promise<ReviewRow> {
  const row = await store.get(organizationId, id);
  if (!row) throw notFound(what);
  return row;
}

function notOwn(row: ReviewRow, by: Acting): void {
  if (row.agentId !== undefined && row.agentId === by.agentId)
    throw new DomainError('forbidden', say('own_conversations'));
}

/** In the order of the seed, those in which they did answer; of each agent, team and the AI as many as are wanted. */
async function choose(
  { messages }: Pick<QualityDeps, 'messages'>,
  organizationId: string,
  { candidates, sizes }: { candidates: readonly Candidate[]; sizes: SampleSizes },
): Promise<Candidate[]> {
  const chosen: Candidate[] = [];
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  for (const candidate of candidates) {
    const { stratum, sessionId, by } = candidate;
    const wanted =
      stratum === 'ai' ? sizes.perAi : stratum.startsWith('team') ? sizes.perTeam : sizes.perAgent;
    const count = counts.get(stratum) ?? 0;
    if (count >= wanted || taken.has(`${by} ${sessionId}`)) continue;
    const log = await messages(organizationId, sessionId, { after: 0, limit: messagesRead });
    if (!log.some((message) => isAnswerOf(message, candidate))) continue;
    taken.add(`${by} ${sessionId}`);
    counts.set(stratum, count + 1);
    chosen.push(candidate);
  }
  return chosen;
}

export function isAnswerOf(
  { sender, senderId, type, metadata }: Message,
  candidate: Pick<Candidate, 'by' | 'agentId'>,
): boolean {
  if (type === 'note' || type === 'system' || type === 'handover' || metadata.automated) return false;
  if (candidate.by === 'ai') return sender === 'ai';
  return sender === 'agent' && senderId === candidate.agentId;
}

/** The Monday of a day, in UTC. @param day YYYY-MM-DD, or longer */
export function mondayOf(day: string): string {
  const at = Date.parse(day.slice(0, 10));
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - weekday * dayMs).toISOString().slice(0, 10);
}
