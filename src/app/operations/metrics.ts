// What /metrics says: one registry an app, read from the parts at each scrape. A number that cannot be known is absent, never 0.
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { MailboxReaders } from '../../channels/email/imap/readers';
import type { Webhooks } from '../../channels/inbound/webhooks';
import type { Gateway } from '../../gateway/gateway';
import { mailboxStates } from '../../protocol/model/channel';
import type { SweepReport } from '../../jobs/sweep';
import type { Log } from '../../log';
import type { AnswerCacheStore } from '../../responder/answer-cache/store';
import type { Responder } from '../../responder/responder';
import type { SessionsService } from '../../sessions/sessions';
import type { Postgres } from '../../stores/postgres/connection/database';
import { withinLimits } from '../../tools/linked-signal';

interface Sources {
  /** Where the histograms of `createTimes` are, too. */
  registry: Registry;
  gateway: Pick<Gateway, 'stats'>;
  sessions: Pick<SessionsService, 'stats'>;
  responder: Pick<Responder, 'stats'>;
  webhooks: Pick<Webhooks, 'stats'>;
  mailboxes: Pick<MailboxReaders, 'stats'>;
  answers: Pick<AnswerCacheStore, 'bytes'>;
  postgres: { crossTenant: Pick<Postgres['crossTenant'], 'totals'> };
  log: Log;
  now?: () => number;
}

export interface Metrics {
  text(): Promise<string>;
  swept(report: SweepReport): void;
}

/** A scrape must not wait for a database that says nothing. */
const patienceMs = 2_000;
/** What the last sweep said is not known any more after so long. */
const staleMs = 60_000;

type Found = Exclude<keyof SweepReport, 'failed' | 'tookMs'>;

/** What each step of the sweep finds: of one that failed nothing is known. */
const foundBy: Record<string, Found[]> = {
  'repair rows': ['lagging', 'repaired'],
  'own overdue': ['overdue', 'handedOver', 'unowned'],
  'check holders': ['missingAgents'],
  'work queues': ['waiting', 'claimed'],
  'expire memory': ['expired'],
};

/** Gauges of prom-client that are named like counters; each is the sum of the one without `_total`. */
const misnamed = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

export function createMetrics(sources: Sources): Metrics {
  const { registry } = sources;
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const refreshNode = nodeMetrics(registry, sources);
  const refreshTotals = totalsMetrics(registry, sources);
  const sweep = sweepMetrics(registry, sources.now ?? Date.now);
  return {
    async text() {
      refreshNode();
      sweep.refresh();
      await refreshTotals();
      return registry.metrics();
    },
    swept: sweep.swept,
  };
}

function gauges(registry: Registry) {
  return (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `parley_${name}`, help, labelNames, registers: [registry] });
}

/** Numbers of this process. */
function nodeMetrics(registry: Registry, sources: Sources): () => void {
  const { gateway, sessions, responder } = sources;
  const refreshWebhooks = webhookMetrics(registry, sources);
  const refreshMailboxes = mailboxMetrics(registry, sources);
  const gauge = gauges(registry);
  const counter = counters(registry);
  const sockets = gauge('sockets', 'Connected sockets on this node, by kind.', ['kind']);
  const inFlight = gauge('events_in_flight', 'Socket events being worked on.');
  const cutOff = counter('sockets_cut_off_total', 'Sockets cut off because they did not read.');
  const flooding = counter(
    'sockets_flooding_total',
    'Connections closed because they sent far beyond their limits.',
  );
  const readBytes = gauge('reads_bytes', 'Bytes of log pages under way and not taken yet.');
  const readsWaiting = gauge('reads_waiting', 'Log pages that wait for room.');
  const queued = gauge('commit_queue', 'Messages that wait for a group commit.');
  const groups = counter('commit_groups_total', 'Group commits since the start.');
  const messages = counter('messages_committed_total', 'Messages committed since the start.');
  const dirty = gauge('projection_dirty', 'Session rows waiting to be written.');
  const failures = counter(
    'projection_failures_total',
    'Writes of session rows that failed and were tried again.',
  );
  const states = gauge('session_states', 'Session states kept in memory.');
  const runs = gauge('responder_runs', 'Sessions that the AI is working on.');
  const breakers = gauge(
    'responder_breakers_open',
    'Organizations whose model is not asked because it failed too often.',
  );
  const cacheBytes = sources.answers.bytes;
  const cached = cacheBytes && gauge('answer_cache_bytes', 'What the cache of answers holds on this node.');
  return () => {
    cached?.set(cacheBytes!());
    const live = gateway.stats();
    sockets.set({ kind: 'customer' }, live.customers);
    sockets.set({ kind: 'agent' }, live.agents);
    inFlight.set(live.inFlight);
    cutOff(live.cutOff);
    flooding(live.flooding);
    readBytes.set(live.reads.bytes);
    readsWaiting.set(live.reads.waiting);
    const core = sessions.stats();
    queued.set(core.queued);
    groups(core.groups);
    messages(core.messages);
    dirty.set(core.dirty);
    failures(core.projectionFailures);
    states.set(core.states);
    runs.set(responder.stats().runs);
    breakers.set(responder.stats().openBreakers);
    refreshWebhooks();
    refreshMailboxes();
  };
}

function mailboxMetrics(registry: Registry, { mailboxes }: Sources): () => void {
  const states = gauges(registry)('mailboxes', 'Mailboxes that this node reads, by how they fare.', [
    'state',
  ]);
  return () => {
    const now = mailboxes.stats();
    for (const state of mailboxStates) states.set({ state }, now.get(state) ?? 0);
  };
}

function webhookMetrics(registry: Registry, { webhooks }: Sources): () => void {
  const bytes = gauges(registry)('webhooks_bytes', 'Bytes of webhooks that are being read or stored.');
  const refused = counters(registry)(
    'webhooks_refused_total',
    'Webhooks that were told to come back because there was no room.',
  );
  return () => {
    const now = webhooks.stats();
    bytes.set(now.bytes);
    refused(now.refused);
  };
}

/** Counters of which the parts keep the sum. */
function counters(registry: Registry) {
  return (name: string, help: string) => {
    const counter = new Counter({ name: `parley_${name}`, help, registers: [registry] });
    let counted = 0;
    return (sum: number) => {
      counter.inc(Math.max(0, sum - counted));
      counted = sum;
    };
  };
}

/** Numbers of all nodes, from the database. */
function totalsMetrics(registry: Registry, { postgres, log }: Sources): () => Promise<void> {
  const open = gauges(registry)('sessions_open', 'Open sessions of all organizations, by status.', [
    'status',
  ]);
  return async () => {
    try {
      const { sessions } = await withinLimits({ timeoutMs: patienceMs }, () => postgres.crossTenant.totals());
      for (const [status, count] of Object.entries(sessions)) open.set({ status }, count);
    } catch (error) {
      open.reset();
      log.warn({ err: error }, 'could not count the totals of /metrics');
    }
  };
}

function sweepMetrics(registry: Registry, now: () => number) {
  const gauge = gauges(registry);
  const unowned = gauge('unowned_customers', 'Customers past the deadline whom nobody owns: must be 0.');
  const age = gauge(
    'unowned_customers_age_seconds',
    'How long ago parley_unowned_customers was counted; the number is absent when that is too long ago, or failed.',
  );
  const swept = gauge('sweep', 'The last sweep, by what it found.', ['found']);
  let countedAt = now();
  let sweptAt = 0;
  unowned.remove();
  return {
    swept(report: SweepReport): void {
      sweptAt = now();
      swept.set({ found: 'tookMs' }, report.tookMs);
      for (const [step, found] of Object.entries(foundBy)) {
        const failed = report.failed.includes(step);
        for (const name of found) {
          if (failed) swept.remove({ found: name });
          else swept.set({ found: name }, report[name]);
        }
      }
      if (report.failed.includes('own overdue')) return unowned.remove();
      unowned.set(report.unowned);
      countedAt = sweptAt;
    },
    refresh(): void {
      age.set((now() - countedAt) / 1000);
      if (now() - countedAt > staleMs) unowned.remove();
      if (now() - sweptAt > staleMs) swept.reset();
    },
  };
}
