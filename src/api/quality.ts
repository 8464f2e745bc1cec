// Quality: the card, the reviews of a sample, what the agent says of theirs, and coaching notes.
import type { Acting, Judge, Quality } from '../insights/quality/quality';
import type { CoachingStore, ReviewRow } from '../insights/quality/store';
import type { Principal } from '../identity/principal';
import { DomainError, notFound } from '../errors';
import { idParam, listOf, plainList } from '../protocol/lists';
import {
  coachingList,
  coachingNote,
  givenScores,
  newCoachingNote,
  newQualityCard,
  qualityCard,
  qualityFigures,
  qualityRange,
  qualityReview,
  reviewAnswer,
  reviewList,
  sampled,
  skipped,
  type QualityReview,
} from '../protocol/quality';
import { say } from '../protocol/server-texts/said';
import { endpoint } from './http/route';

export interface QualityDeps {
  quality: Quality;
  coaching: CoachingStore;
  judge: Judge;
}

const actingOf = ({ id, name, agentId }: Principal): Acting => ({ id, name, ...(agentId && { agentId }) });
/** A proposal is the reviewer's business: the agent hears what a person says. */
const forAgent = ({ proposal: _, ...row }: ReviewRow): QualityReview => row;
const asSeenBy = ({ agentId }: Principal, row: ReviewRow): QualityReview =>
  agentId !== undefined && row.agentId === agentId ? forAgent(row) : row;

/** What is written about somebody is for others to write, and to take away. */
function aboutAnother({ agentId }: Principal, about: string | undefined): void {
  if (agentId !== undefined && about === agentId) throw new DomainError('forbidden', say('notes_by_another'));
}

export function qualityEndpoints(deps: QualityDeps) {
  return { ...cards(deps), ...reviewing(deps), ...looking(deps), ...own(deps) };
}

function cards({ quality }: QualityDeps) {
  return {
    card: endpoint({
      summary: 'What conversations are scored by. Without criteria where nobody has written it.',
      response: qualityCard,
      handle: ({ principal }) => quality.card(principal.organizationId),
    }),

    saveCard: endpoint({
      summary:
        'Replace the card, and how many conversations a week are chosen. What was scored keeps its own.',
      body: newQualityCard,
      response: qualityCard,
      handle: ({ principal, body }) => quality.saveCard(principal.organizationId, body),
    }),

    draw: endpoint({
      summary:
        "Draw last week's sample now. It is drawn by itself, too, within the hour; twice drawn it is the same.",
      response: sampled,
      handle: ({ principal }) => quality.draw(principal.organizationId),
    }),
  };
}

function looking({ quality }: QualityDeps) {
  return {
    list: endpoint({
      summary: 'Reviews, those drawn last first.',
      query: reviewList,
      response: listOf(qualityReview),
      async handle({ principal, query: { limit, cursor, state, agentId, disputed } }) {
        const page = await quality.list(
          principal.organizationId,
          { ...(state && { state }), ...(agentId && { agentId }), ...(disputed && { disputed: true }) },
          { limit, ...(cursor && { cursor }) },
        );
        return { ...page, items: page.items.map((row) => asSeenBy(principal, row)) };
      },
    }),

    get: endpoint({
      summary: 'One review.',
      params: idParam,
      response: qualityReview,
      handle: async ({ principal, params }) =>
        asSeenBy(principal, await quality.get(principal.organizationId, params.id)),
    }),

    figures: endpoint({
      summary: 'Scores by agent, team, criterion and week.',
      query: qualityRange,
      response: qualityFigures,
      handle: ({ principal, query }) => quality.figures(principal.organizationId, query),
    }),
  };
}

function reviewing({ quality, judge }: QualityDeps) {
  return {
    score: endpoint({
      summary: 'Score a conversation, or score it anew. Nobody scores their own.',
      params: idParam,
      body: givenScores,
      response: qualityReview,
      handle: ({ principal, params, body }) =>
        quality.score(principal.organizationId, params.id, { ...body, by: actingOf(principal) }),
    }),

    skip: endpoint({
      summary: 'Leave a conversation out, and say why. It is counted.',
      params: idParam,
      body: skipped,
      response: qualityReview,
      handle: ({ principal, params, body }) =>
        quality.skip(principal.organizationId, params.id, { ...body, by: actingOf(principal) }),
    }),

    propose: endpoint({
      summary:
        'Have a model propose scores, with reasons and quotes. Nothing counts of it until a person scores.',
      params: idParam,
      response: qualityReview,
      handle: ({ principal, params }) =>
        quality.propose(principal.organizationId, params.id, { judge, asker: actingOf(principal) }),
    }),
  };
}

function own({ quality }: QualityDeps) {
  return {
    mine: endpoint({
      summary: "Reviews of the caller's own conversations, once they are scored.",
      query: plainList,
      response: listOf(qualityReview),
      async handle({ principal: { organizationId, agentId }, query: { limit, cursor } }) {
        if (!agentId) return { items: [], nextCursor: null };
        const filter = { agentId, state: 'done' as const };
        const page = await quality.list(organizationId, filter, { limit, ...(cursor && { cursor }) });
        return { ...page, items: page.items.map(forAgent) };
      },
    }),

    answer: endpoint({
      summary: 'What the caller says of a review of their own conversation.',
      params: idParam,
      body: reviewAnswer,
      response: qualityReview,
      async handle({ principal: { organizationId, agentId }, params: { id }, body }) {
        return forAgent(await quality.answer(organizationId, id, { ...body, agentId }));
      },
    }),
  };
}

export function coachingEndpoints({ coaching }: Pick<QualityDeps, 'coaching'>) {
  return {
    list: endpoint({
      summary: 'Coaching notes, newest first.',
      query: coachingList,
      response: listOf(coachingNote),
      handle: ({ principal, query: { limit, cursor, agentId } }) =>
        coaching.list(
          principal.organizationId,
          { ...(agentId && { agentId }) },
          { limit, ...(cursor && { cursor }) },
        ),
    }),

    create: endpoint({
      summary: 'Write a coaching note. Its agent sees it, and whoever reviews; nobody else does.',
      body: newCoachingNote,
      response: coachingNote,
      status: 201,
      async handle({ principal, body }) {
        aboutAnother(principal, body.agentId);
        return coaching.create(principal.organizationId, { ...body, authorName: principal.name });
      },
    }),

    remove: endpoint({
      summary: 'Remove a coaching note.',
      params: idParam,
      async handle({ principal, params }) {
        const others = { except: principal.agentId };
        if (!(await coaching.remove(principal.organizationId, params.id, others))) throw notFound('note');
      },
    }),

    ...ownNotes({ coaching }),
  };
}

/** What the agent whom a note is for may do with it. */
function ownNotes({ coaching }: Pick<QualityDeps, 'coaching'>) {
  return {
    mine: endpoint({
      summary: 'Coaching notes for the caller, newest first.',
      query: plainList,
      response: listOf(coachingNote),
      async handle({ principal: { organizationId, agentId }, query: { limit, cursor } }) {
        if (!agentId) return { items: [], nextCursor: null };
        return coaching.list(organizationId, { agentId }, { limit, ...(cursor && { cursor }) });
      },
    }),

    acknowledge: endpoint({
      summary: 'The caller has read a coaching note of theirs.',
      params: idParam,
      async handle({ principal: { organizationId, agentId }, params: { id } }) {
        if (!agentId || !(await coaching.acknowledge(organizationId, id, agentId))) throw notFound('note');
      },
    }),
  };
}
