// What an organization's questions cost as it grows: the same calls on a tenth and on the whole.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { createTables } from '../../src/stores/postgres';
import type { Postgres } from '../../src/stores/postgres/connection/database';
import { createFigureStore } from '../../src/stores/postgres/tenant/insights/figures';
import { median } from './load';

const calls = 20;
export const sizes = [10_000, 100_000];
/** Rows of search for each session, and days that the sessions are spread over. */
const messagesPerSession = 10;
const days = 365;

/** The same id for the same text, and one that the API takes. */
const uuidOf = (text: string): string =>
  `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;
const idOf = (kind: string): string => uuidOf(`'${kind}' || n`);
export const channelId = uuidOf(`'channel'`);

interface Organization {
  id: string;
  agentId: string;
}

/** Adds sessions up to `total`, a customer each, with their words in the index of search. */
export async function fillOrganization(
  owner: Pool,
  { id, agentId }: Organization,
  total: number,
): Promise<void> {
  const { rows } = await owner.query<{ count: string }>('SELECT count(*) FROM sessions');
  const [from, to] = [Number(rows[0]!.count) + 1, total];
  for (const statement of [
    `INSERT INTO customers (id, organization_id, first_name, email)
     SELECT ${idOf('customer')}, $1, 'Customer ' || n, 'c' || n || '@shop.test' FROM generate_series($2::int, $3::int) n`,
    `INSERT INTO sessions (id, organization_id, customer_id, channel_id, channel_type, status, labels, head_seq,
       agent_id, started_at, last_message_at, ended_at)
     SELECT ${idOf('session')}, $1, ${idOf('customer')}, ${channelId}, 'web',
       CASE WHEN n % 500 = 0 THEN 'active' ELSE 'closed' END,
       CASE WHEN n % 10 = 0 THEN ARRAY['refund'] ELSE '{}' END, ${messagesPerSession},
       CASE WHEN n % 3 = 0 THEN $4::uuid END, at, at, at + interval '5 minutes'
     FROM generate_series($2::int, $3::int) n, LATERAL (SELECT now() - n % ${days} * interval '1 day' AS at) t`,
    `INSERT INTO answers (organization_id, session_id, question, decision, provider, latency_ms, created_at)
     SELECT $1, ${idOf('session')}, 'q', 'answer', 'extractive', 40, now() - n % ${days} * interval '1 day'
     FROM generate_series($2::int, $3::int) n`,
    `INSERT INTO message_search (organization_id, session_id, seq, tsv, at, up_to)
     SELECT $1::uuid, ${idOf('session')}, seq,
       to_tsvector('simple', 'my parcel ' || n || ' order' || (n * 7 + seq) || ' is ' ||
         CASE WHEN (n + seq) % 10 = 0 THEN 'late again' ELSE 'still on its way to the door' END) ||
         array_to_tsvector(ARRAY['@' || $1::uuid::text,
           CASE seq WHEN 0 THEN '@kind:conversation' WHEN 5 THEN '@kind:note' ELSE '@kind:message' END,
           CASE WHEN seq % 2 = 0 THEN '@by:customer' ELSE '@by:agent' END]),
       now() - n % ${days} * interval '1 day', CASE WHEN seq = 0 THEN ${messagesPerSession} END
     FROM generate_series($2::int, $3::int) n, generate_series(0, ${messagesPerSession - 1}) seq`,
  ]) {
    const values = [id, from, to, agentId].slice(0, statement.includes('$4') ? 4 : 3);
    await owner.query(statement, values);
  }
  for (const table of ['customers', 'sessions', 'answers', 'message_search'])
    await owner.query(`VACUUM ANALYZE ${table}`);
}

export async function makeOrganization(owner: Pool): Promise<Organization> {
  const [id, userId, agentId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Growing')`, [id]);
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, config, key) VALUES (${channelId}, $1, 'Web', 'web', '{}', $2)`,
    [id, randomUUID()],
  );
  await owner.query(
    `INSERT INTO users (id, email, password_hash, organization_id, role) VALUES ($1, $2, 'x', $3, 'agent')`,
    [userId, `${userId}@shop.test`, id],
  );
  await owner.query(
    `INSERT INTO agents (id, organization_id, user_id, display_name) VALUES ($1, $2, $3, 'Grace')`,
    [agentId, id, userId],
  );
  return { id, agentId };
}

type Step = [name: string, run: () => Promise<unknown>];

export function steps(postgres: Postgres, { id, agentId }: Organization): Step[] {
  const { search, rows, customers, analytics } = createTables(postgres, { mark: String });
  const page = { limit: 50 };
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const figures = createFigureStore(postgres.withOrganization);
  const month = {
    period: { from: new Date(`${day(27)}T00:00:00Z`), until: new Date() },
    filter: {},
  };
  const week = { since: `${day(187)}T00:00:00Z`, before: `${day(180)}T00:00:00Z` };
  return [
    ['search: a number that one message has', () => search.find(id, ['order4711'])],
    ['search: two words that every message has', () => search.find(id, ['parcel', 'my'])],
    ['search: a word that a tenth has', () => search.find(id, ['late'])],
    ['search: the beginning of many words', () => search.find(id, ['order47'])],
    ['search: a word that nobody wrote', () => search.find(id, ['zeppelin'])],
    ['places: a number that one message has', () => search.findRows(id, ['order4711'], {})],
    ['places: notes with a common word', () => search.findRows(id, ['late'], { kinds: ['note'] })],
    [
      'places: a common word by the team, of one week half a year ago',
      () => search.findRows(id, ['late'], { ...week, senders: ['agent'] }),
    ],
    ['sessions: the newest', () => rows.find(id, {}, page)],
    ['sessions: with a label', () => rows.find(id, { label: 'refund' }, page)],
    ['sessions: with a label that nobody has', () => rows.find(id, { label: 'nobody' }, page)],
    ['sessions: with an agent, when none is', () => rows.find(id, { status: 'with_agent' }, page)],
    ['sessions: of one agent', () => rows.find(id, { agentId }, page)],
    ['sessions: counts of the tabs', () => rows.counts(id)],
    ['customers: the newest', () => customers.list(id, {}, page)],
    ['customers: by a part of the address', () => customers.list(id, { q: 'c4711@' }, page)],
    ['customers: by a part that all have', () => customers.list(id, { q: 'shop' }, page)],
    ['analytics: a year', () => analytics.days(id, { from: day(364), to: day(0) })],
    ['analytics: four weeks', () => figures.count(id, month, [month.period.from])],
    ['analytics: four weeks, by label', () => figures.breakDown(id, month, 'label')],
    [
      'analytics: four weeks of a label, by language',
      () => figures.breakDown(id, { ...month, filter: { label: 'refund' } }, 'language'),
    ],
  ];
}

/** Median milliseconds; the first calls warm the caches. */
export async function measure(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < calls + 3; n += 1) {
    const began = performance.now();
    await run();
    if (n >= 3) times.push(performance.now() - began);
  }
  return median(times);
}
