// What /metrics says: one registry an app, read from the parts at each scrape.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Gateway } from '../gateway/gateway';
import type { SweepReport } from '../jobs/sweep';
import type { Log } from '../log';
import type { Responder } from '../responder/responder';
import type { SessionsService } from '../sessions/sessions';
import type { Postgres } from '../stores/postgres/connection/database';

interface Sources {
  gateway: Gateway;
  sessions: SessionsService;
  responder: Responder;
  postgres: Postgres;
  log: Log;
}

export interface Metrics {
  text(): Promise<string>;
  swept(report: SweepReport): void;
}

export function createMetrics({ gateway, sessions, responder, postgres, log }: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name: `parley_${name}`, help, labelNames, registers: [registry] });

  const sockets = gauge('sockets', 'Connected sockets on this node, by kind.', ['kind']);
  const inFlight = gauge('events_in_flight', 'Socket events being worked on.');
  const cutOff = gauge('sockets_cut_off_total', 'Sockets cut off because they did not read.');
  const queued = gauge('commit_queue', 'Messages that wait for a group commit.');
  const groups = gauge('commit_groups_total', 'Group commits since the start.');
  const messages = gauge('messages_committed_total', 'Messages committed since the start.');
  const dirty = gauge('projection_dirty', 'Session rows waiting to be written.');
  const failures = gauge(
    'projection_failures_total',
    'Writes of session rows that failed and were tried again.',
  );
  const states = gauge('session_states', 'Session states kept in memory.');
  const runs = gauge('responder_runs', 'Sessions that the AI is working on.');
  const breakers = gauge(
    'responder_breakers_open',
    'Organizations whose model is not asked because it failed too often.',
  );
  const open = gauge('sessions_open', 'Open sessions of all organizations, by status.', ['status']);
  const unowned = gauge('unowned_customers', 'Customers past the deadline whom nobody owns: must be 0.');
  const swept = gauge('sweep', 'The last sweep, by what it found.', ['found']);

  async function refresh(): Promise<void> {
    const live = gateway.stats();
    sockets.set({ kind: 'customer' }, live.customers);
    sockets.set({ kind: 'agent' }, live.agents);
    inFlight.set(live.inFlight);
    cutOff.set(live.cutOff);
    const core = sessions.stats();
    queued.set(core.queued);
    groups.set(core.groups);
    messages.set(core.messages);
    dirty.set(core.dirty);
    failures.set(core.projectionFailures);
    states.set(core.states);
    runs.set(responder.stats().runs);
    breakers.set(responder.stats().openBreakers);
    const totals = await postgres.crossTenant.totals();
    for (const [status, count] of Object.entries(totals.sessions)) open.set({ status }, count);
  }

  return {
    async text() {
      // Numbers of this process are told also while the database is down.
      await refresh().catch((error: unknown) => log.warn({ err: error }, 'metrics without totals'));
      return registry.metrics();
    },
    swept(report) {
      unowned.set(report.unowned);
      for (const [found, value] of Object.entries(report)) {
        if (typeof value === 'number') swept.set({ found }, value);
      }
    },
  };
}
