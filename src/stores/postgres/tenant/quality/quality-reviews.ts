import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { QualityStore, ReviewFilter, ReviewRow } from '../../../../insights/quality/store';
import { erasedWords, type Criterion, type QualityProposal, type Scored } from '../../../../protocol/quality';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';

interface Row {
  id: string;
  session_id: string;
  week: string;
  by: 'agent' | 'ai';
  agent_id: string | null;
  agent_name: string;
  team_id: string | null;
  state: ReviewRow['state'];
  criteria: Criterion[];
  scores: Scored[];
  score: number | null;
  failed_critical: boolean;
  comment: string | null;
  skipped_because: string | null;
  reviewer_name: string | null;
  reviewed_at: Date | null;
  proposal: QualityProposal | null;
  agrees: boolean | null;
  answer: string | null;
  answered_at: Date | null;
  erased: boolean;
}

const select = `SELECT r.id, r.session_id, r.week::text AS week, r.by, r.agent_id, r.agent_name, r.team_id, r.state,
    coalesce(r.criteria, c.criteria, '[]') AS criteria, r.scores, r.score, r.failed_critical, r.comment,
    r.skipped_because, r.reviewer_name, r.reviewed_at, r.proposal, r.agrees, r.answer, r.answered_at, r.erased
  FROM quality_reviews r LEFT JOIN quality_cards c ON c.organization_id = r.organization_id`;

function toReview(row: Row): ReviewRow {
  const { agrees, answered_at: answeredAt } = row;
  return {
    id: row.id,
    sessionId: row.session_id,
    week: row.week,
    by: row.by,
    ...(row.agent_id !== null && { agentId: row.agent_id }),
    agentName: row.agent_name,
    ...(row.team_id !== null && { teamId: row.team_id }),
    state: row.state,
    criteria: row.criteria,
    scores: row.scores,
    score: row.score,
    failedCritical: row.failed_critical,
    ...(row.comment && { comment: row.comment }),
    ...(row.skipped_because && { skippedBecause: row.skipped_because }),
    ...(row.reviewer_name !== null && { reviewerName: row.reviewer_name }),
    ...(row.reviewed_at && { reviewedAt: row.reviewed_at.toISOString() }),
    ...(row.proposal && { proposal: row.proposal }),
    ...(agrees !== null &&
      answeredAt && { answer: { agrees, text: row.answer ?? '', at: answeredAt.toISOString() } }),
    erased: row.erased,
  };
}

function conditionsOf({ state, agentId, disputed }: ReviewFilter) {
  const parameters: unknown[] = [];
  const at = (value: unknown) => `$${parameters.push(value) + 1}`;
  const where = [
    ...(state === undefined ? [] : [`state = ${at(state)}`]),
    ...(agentId === undefined ? [] : [`agent_id = ${at(agentId)}`]),
    ...(disputed ? ['agrees = false'] : []),
  ];
  return { where: where.join(' AND ') || 'true', parameters };
}

export function createReviewStore(
  withOrganization: WithOrganization,
): Pick<QualityStore, 'list' | 'get' | 'score' | 'skip' | 'propose' | 'answer'> {
  return {
    list: (organizationId, filter, page) =>
      withOrganization(organizationId, async (manager) => {
        const rows = { table: 'quality_reviews', organizationId, ...conditionsOf(filter) };
        const { ids, nextCursor } = await pageOfIds(manager, rows, page);
        const found = await manager.query<Row[]>(
          `${select} WHERE r.organization_id = $1 AND r.id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, found.map(toReview)), nextCursor };
      }),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(`${select} WHERE r.organization_id = $1 AND r.id = $2`, [
          organizationId,
          id,
        ]);
        return row && toReview(row);
      }),

    ...writing(withOrganization),
  };
}

function writing(
  withOrganization: WithOrganization,
): Pick<QualityStore, 'score' | 'skip' | 'propose' | 'answer'> {
  /** An erasure that comes now waits until it is written, and takes the words away; after one nothing is written. */
  const change = (
    organizationId: string,
    id: string,
    [set, values, only = 'true']: [set: string, values: unknown[], only?: string],
  ) =>
    withOrganization(organizationId, async (manager) => {
      await notErased(manager, organizationId, id);
      const [, count] = await manager.query<[unknown, number]>(
        `UPDATE quality_reviews SET ${set} WHERE organization_id = $1 AND id = $2 AND ${only}`,
        [organizationId, id, ...values],
      );
      return count > 0;
    });
  return {
    score: (organizationId, id, { criteria, scores, score, failedCritical, comment, reviewer }) =>
      change(organizationId, id, [
        `state = 'done', criteria = $3, scores = $4, score = $5, failed_critical = $6, comment = $7,
         reviewer_id = $8, reviewer_name = left($9, 255), reviewed_at = now(), skipped_because = NULL,
         agrees = NULL, answer = NULL, answered_at = NULL`,
        [
          ...[JSON.stringify(criteria), JSON.stringify(scores), score, failedCritical, comment || null],
          ...[reviewer.id, reviewer.name],
        ],
      ]),

    skip: (organizationId, id, { because, reviewer }) =>
      change(organizationId, id, [
        `state = 'skipped', skipped_because = $3, reviewer_id = $4, reviewer_name = left($5, 255), reviewed_at = now()`,
        [because, reviewer.id, reviewer.name],
        `state <> 'done'`,
      ]),

    propose: (organizationId, id, proposal) =>
      change(organizationId, id, [`proposal = $3`, [JSON.stringify(proposal)]]),

    answer: (organizationId, id, { agrees, text }) =>
      change(organizationId, id, [`agrees = $3, answer = $4, answered_at = now()`, [agrees, text]]),
  };
}

async function notErased(manager: EntityManager, organizationId: string, id: string): Promise<void> {
  const [row] = await manager.query<Array<{ session_id: string }>>(
    'SELECT session_id FROM quality_reviews WHERE organization_id = $1 AND id = $2',
    [organizationId, id],
  );
  if (row && (await isErased(manager, [row.session_id]))) throw new DomainError('conflict', erasedWords);
}
