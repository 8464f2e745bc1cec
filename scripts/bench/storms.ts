// What comes at once: 200 customers who are handed over, and a customer of 500 sessions who is erased.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { createEventBus } from '../../src/events';
import { rateRules } from '../../src/gateway/rate-rules';
import { createLog } from '../../src/log';
import type { HandoverPacket } from '../../src/protocol/model/handover';
import { createRouting, type Routing } from '../../src/routing/routing';
import { createSessions } from '../../src/sessions/sessions';
import { createMemoryRealtime } from '../../src/stores/memory';
import { createTables } from '../../src/stores/postgres';
import type { Postgres } from '../../src/stores/postgres/connection/database';
import { createMessageLog } from '../../src/stores/postgres/documents/message-log';

const log = createLog('error');
const agentsOnline = 40;
const customersAtOnce = 200;
const sessionsOfOne = 500;

const packet: HandoverPacket = {
  trigger: 'requested',
  reason: 'The customer asked for a person.',
  summary: 'Wants a person.',
  stepsTried: [],
  facts: {},
  sentiment: 'neutral',
  language: 'en',
  sources: [],
};

type Row = [what: string, milliseconds: number, found: string];

export async function storms(postgres: Postgres, owner: Pool): Promise<Row[]> {
  return [
    await handovers(postgres, owner, 10),
    await handovers(postgres, owner, 0),
    await erasure(postgres, owner, 20_000),
    await erasure(postgres, owner, 40_000),
  ];
}

/** The core and routing of one node, as the application makes them. */
function startCore(postgres: Postgres) {
  const realtime = createMemoryRealtime({ rules: rateRules });
  const tables = createTables(postgres, { mark: String });
  const events = createEventBus((error) => log.error(error));
  const sessions = createSessions({
    bornAs: () => undefined,
    detectIn: () => ({}),
    handoverWords: () => Promise.resolve(undefined),
    ratingWords: () => Promise.resolve(undefined),
    withSla: (state) => state,
    mergeTurn: (organizationId, work) => postgres.changeTurn(organizationId, 'merges', work),
    log: createMessageLog(postgres.documents),
    rows: tables.rows,
    projection: postgres.crossTenant,
    events,
    logger: log,
    now: postgres.now,
    assign: (organizationId, wanted, record) => routing.assign(organizationId, wanted, record),
  });
  const routing: Routing = createRouting({
    ...realtime,
    listAgents: tables.agents.list,
    saveStatus: tables.agents.saveStatus,
    awayRules: () => Promise.resolve({ awayAfterMinutes: 0, awayWhenUnanswered: false }),
    leaveOnline: tables.agents.leaveOnline,
    comeBack: tables.agents.comeBack,
    recordAway: () => Promise.resolve(),
    log,
    assignmentTurn: postgres.assignmentTurn,
    weightOf: () => 1,
    sessions,
    events,
  });
  const close = async () => {
    await routing.close();
    await sessions.drain();
  };
  return { sessions, routing, tables, close };
}

/** An organization of its own, with a channel. */
async function newOrganization(owner: Pool): Promise<{ organizationId: string; channelId: string }> {
  const [organizationId, channelId] = [randomUUID(), randomUUID()];
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Storm')`, [organizationId]);
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, config, key) VALUES ($1, $2, 'Web', 'web', '{}', $3)`,
    [channelId, organizationId, randomUUID()],
  );
  return { organizationId, channelId };
}

/** @param places of each agent */
async function handovers(postgres: Postgres, owner: Pool, places: number): Promise<Row> {
  const { organizationId, channelId } = await newOrganization(owner);
  const { sessions, routing, tables, close } = startCore(postgres);
  await owner.query(
    `WITH people AS (INSERT INTO users (email, password_hash, organization_id, role)
       SELECT gen_random_uuid() || '@shop.test', 'x', $1, 'agent' FROM generate_series(1, $2::int) RETURNING id)
     INSERT INTO agents (organization_id, user_id, display_name, max_concurrent_chats) SELECT $1, id, 'Agent', $3 FROM people`,
    [organizationId, agentsOnline, places],
  );
  for (const { id: agentId } of await tables.agents.list(organizationId)) {
    await routing.connect({ organizationId, agentId, connectionId: randomUUID(), node: 'bench' });
    await routing.setPresence({ organizationId, agentId, status: 'online' });
  }
  const waiting = await Promise.all(
    Array.from({ length: customersAtOnce }, async () => {
      const { id } = await tables.customers.create(organizationId, {});
      const place = { organizationId, customerId: id, channelId, channelType: 'web' as const };
      return (await sessions.receive({ ...place, content: { text: 'A person, please' } })).session;
    }),
  );
  const began = performance.now();
  const done = await Promise.all(
    waiting.map(({ id: sessionId }) => sessions.handOver({ organizationId, sessionId, packet })),
  );
  const took = performance.now() - began;
  const held = done.filter(({ status }) => status === 'with_agent').length;
  await close();
  const what = `${customersAtOnce} handovers at once, ${agentsOnline} agents with ${places} places each`;
  return [what, took, `${held} with an agent, ${done.length - held} in the queue`];
}

/** @param keys idempotency keys of the organization, all but 100 of them other customers' */
async function erasure(postgres: Postgres, owner: Pool, keys: number): Promise<Row> {
  const { organizationId, channelId } = await newOrganization(owner);
  const { sessions, tables, close } = startCore(postgres);
  const customers = [randomUUID(), randomUUID()] as const;
  for (const [text, values] of [
    [
      `INSERT INTO customers (id, organization_id) SELECT id, $1 FROM unnest($2::uuid[]) id`,
      [organizationId, customers],
    ],
    [
      `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, status)
       SELECT $1, $2, $3, 'web', 'closed' FROM generate_series(1, ${sessionsOfOne})`,
      [organizationId, customers[0], channelId],
    ],
    [
      `INSERT INTO idempotency_keys (organization_id, route, key, request_hash, status, response)
       SELECT $1, 'sessions.reply', 'k' || n, 'x', 201, '{}' FROM generate_series(1, ${keys}) n`,
      [organizationId],
    ],
    [
      `INSERT INTO idempotency_subjects (organization_id, customer_id, route, key)
       SELECT $1, CASE WHEN n <= 100 THEN $2::uuid ELSE $3::uuid END, 'sessions.reply', 'k' || n FROM generate_series(1, ${keys}) n`,
      [organizationId, ...customers],
    ],
    ['ANALYZE idempotency_keys, idempotency_subjects, sessions', []],
  ] as const)
    await owner.query(text, [...values]);
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM sessions WHERE customer_id = $1', [
    customers[0],
  ]);
  const began = performance.now();
  const redacted = await sessions.erase({ organizationId, sessionIds: rows.map(({ id }) => id) });
  await tables.customers.erase(organizationId, customers[0]);
  const took = performance.now() - began;
  await close();
  return [
    `erasure of ${sessionsOfOne} sessions among ${keys} idempotency keys`,
    took,
    `${redacted} messages emptied`,
  ];
}
