// What happens later or again.
import { createDaily } from '../jobs/daily';
import { createSweep, type SweepReport } from '../jobs/sweep';
import { handOverOverdue } from '../responder/overdue-handover';
import type { Parts } from './parts';

/** Past the AI's own deadline, before the sweep steps in. */
const sweepMarginMs = 2_000;

export function buildJobs(parts: Parts, swept: (report: SweepReport) => void) {
  const daily = buildDaily(parts);
  const sweep = buildSweep(parts, (report) => {
    swept(report);
    daily.due();
  });
  return { sweep, daily };
}

function buildDaily({ stores, tables, analytics, knowledge, conversations, files, log }: Parts) {
  return createDaily({
    organizationIds: stores.postgres.crossTenant.organizationIds,
    rollUp: analytics.rollUp,
    forgetIdempotencyKeys: tables.idempotency.forgetOld,
    forgetRefreshTokens: stores.postgres.crossTenant.forgetRefreshTokens,
    embedPending: knowledge.embedPending,
    findLostConversations: conversations.findLost,
    removeUnattached: files.removeUnattached,
    log,
  });
}

function buildSweep(parts: Parts, onReport: (report: SweepReport) => void) {
  const { config, log, stores, makePacket, sessions, routing } = parts;
  return createSweep({
    messages: stores.documents.messages,
    projection: stores.postgres.crossTenant,
    repair: sessions.repair,
    writeRows: sessions.writeRows,
    handOver: (session) => handOverOverdue({ ...sessions, makePacket }, session),
    checkHolders: routing.checkHolders,
    claimNext: routing.claimNext,
    expireMemory: () => stores.documents.memory.expire(new Date()),
    deadlineMs: config.ai.deadlineMs + sweepMarginMs,
    now: Date.now,
    log,
    onReport,
  });
}
