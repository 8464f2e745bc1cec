// Figures of conversations whose times are known, beside what was counted by hand; two zones, one of them over a day of 23 hours.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createFigures, type Asked } from '../../src/insights/figures';
import { createLog } from '../../src/log';
import type { SlaBreakdown } from '../../src/protocol/sla-figures';
import { figureNames, type FigureName } from '../../src/protocol/figures';
import { createSlaFigures } from '../../src/insights/sla-figures';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { createFigureStore } from '../../src/stores/postgres/tenant/insights/figures';
import { createSlaFigureStore } from '../../src/stores/postgres/tenant/insights/sla-figures';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

interface Known {
  at: string;
  /** Seconds until it was closed; absent: it is open. */
  closed?: number;
  status?: 'active' | 'waiting' | 'with_agent';
  agent?: 'Ada' | 'Ben';
  trigger?: string;
  first?: number;
  next?: number[];
  /** Who gave the first response, and each later one, where that was not who has it; null: nobody who is known. */
  firstBy?: 'Ada' | 'Ben' | null;
  nextBy?: Array<'Ada' | 'Ben' | null>;
  score?: number;
  comment?: string;
  turns?: number;
  labels?: string[];
  language?: string;
  customer?: string;
}

const byAi = (at: string, closed: number, more: Partial<Known> = {}): Known => ({
  at,
  closed,
  turns: 1,
  ...more,
});

const known: Known[] = [
  // Before the range in Berlin; the first is its last second.
  byAi('2026-03-26T22:59:59Z', 5, { customer: 'zoe' }),
  { at: '2026-03-25T12:00:00Z', closed: 2000, agent: 'Ada', first: 1000, next: [5000] },
  // Friday 27 in Berlin: one whose customer came back after two hours, and one whose customer did after 25.
  byAi('2026-03-26T23:00:00Z', 60, { customer: 'carl' }),
  byAi('2026-03-27T10:00:00Z', 120, { customer: 'mia' }),
  byAi('2026-03-27T12:02:00Z', 30, { customer: 'mia' }),
  {
    at: '2026-03-27T22:59:00Z',
    closed: 600,
    agent: 'Ada',
    trigger: 'requested',
    first: 30,
    score: 5,
    comment: 'Quick.',
    turns: 1,
  },
  // Saturday 28.
  byAi('2026-03-28T00:02:00Z', 15, { customer: 'carl' }),
  {
    at: '2026-03-28T08:00:00Z',
    closed: 1200,
    agent: 'Ada',
    first: 90,
    next: [20, 40],
    nextBy: ['Ben', null],
    score: 2,
    labels: ['refund'],
  },
  {
    at: '2026-03-28T08:30:00Z',
    closed: 3600,
    agent: 'Ben',
    trigger: 'low_confidence',
    first: 300,
    labels: ['refund', 'vip'],
    language: 'de',
  },
  { at: '2026-03-28T09:00:00Z', closed: 10 },
  { at: '2026-03-28T10:00:00Z', turns: 2 },
  { at: '2026-03-28T11:00:00Z', status: 'waiting', trigger: 'requested' },
  // Sunday 29 has 23 hours: 01:30 is followed by 03:30.
  byAi('2026-03-29T00:30:00Z', 90),
  byAi('2026-03-29T01:30:00Z', 150, { score: 4 }),
  {
    at: '2026-03-29T21:59:00Z',
    closed: 900,
    agent: 'Ben',
    trigger: 'sentiment',
    first: 60,
    next: [100],
    firstBy: 'Ada',
    score: 1,
    comment: 'Rude.',
  },
  // Monday 30.
  byAi('2026-03-29T22:00:00Z', 45),
  { at: '2026-03-30T05:00:00Z', closed: 100, agent: 'Ada', turns: 1 },
  ...[10, 20, 30, 40, 50].map((closed, n) =>
    byAi(`2026-03-30T${String(6 + n).padStart(2, '0')}:00:00Z`, closed),
  ),
  { at: '2026-03-30T21:59:00Z', status: 'with_agent', agent: 'Ada', trigger: 'requested', first: 10 },
  // After it.
  byAi('2026-03-30T22:00:00Z', 7),
];

const [ours, theirs] = [randomUUID(), randomUUID()];
const agents = { Ada: randomUUID(), Ben: randomUUID() };
const days = { from: '2026-03-27', to: '2026-03-30' };
const berlin: Asked = { ...days, timeZone: 'Europe/Berlin', filter: {} };
const newYork: Asked = { ...days, timeZone: 'America/New_York', filter: {} };

let server: ThrowawayPostgres;
let postgres: Postgres;
let owner: Client;
let figures: ReturnType<typeof createFigures>;
const sessionAt = new Map<string, string>();

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 2 });
  owner = new Client({ connectionString: url });
  await owner.connect();
  await seed(ours, known);
  await seed(theirs, [byAi('2026-03-28T09:00:00Z', 1), byAi('2026-03-28T09:00:00Z', 1)]);
  figures = createFigures({
    store: createFigureStore(postgres.withOrganization),
    now: () => new Date('2026-05-01T12:00:00Z'),
  });
});
afterAll(async () => {
  await owner?.end();
  await postgres?.close();
  await server?.stop();
});

async function seed(organizationId: string, sessions: readonly Known[]): Promise<void> {
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Shop')`, [organizationId]);
  const channelId = randomUUID();
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Web', 'web', $3)`,
    [channelId, organizationId, channelId],
  );
  if (organizationId === ours)
    for (const [name, id] of Object.entries(agents)) {
      const { rows } = await owner.query<{ id: string }>(
        `INSERT INTO users (email, password_hash, organization_id) VALUES ($1, 'x', $2) RETURNING id`,
        [`${name}@shop.test`, organizationId],
      );
      await owner.query(
        `INSERT INTO agents (id, organization_id, user_id, display_name) VALUES ($1, $2, $3, $4)`,
        [id, organizationId, rows[0]!.id, name],
      );
    }
  const customers = new Map<string, string>();
  for (const session of sessions) await insert(organizationId, channelId, session, customers);
}

async function insert(
  organizationId: string,
  channelId: string,
  session: Known,
  customers: Map<string, string>,
): Promise<void> {
  const name = session.customer ?? randomUUID();
  const customerId = customers.get(name) ?? randomUUID();
  if (!customers.has(name))
    await owner.query('INSERT INTO customers (id, organization_id) VALUES ($1, $2)', [
      customerId,
      organizationId,
    ]);
  customers.set(name, customerId);
  const { at, closed, agent, trigger, score, comment = '' } = session;
  const ended = closed === undefined ? null : new Date(Date.parse(at) + closed * 1000);
  const metadata = {
    ...(trigger && { handover: { seq: 2, trigger, reason: '' } }),
    ...(score && { rating: { score, comment } }),
  };
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, thread, status, agent_id, started_at, ended_at,
       last_message_at, first_human_response_seconds, labels, language, ai_turns, metadata, next_human_response_seconds,
       first_human_response_by, next_human_responses_by, head_seq, responders_seq)
     VALUES ($1, $2, $3, 'web', $4, $5, $6, $7::timestamptz, $8::timestamptz, coalesce($8::timestamptz, $7::timestamptz), $9, $10, $11, $12, $13, $14,
       $15, $16, 9, 9) RETURNING id`,
    [
      organizationId,
      customerId,
      channelId,
      randomUUID(),
      ended ? 'closed' : (session.status ?? 'active'),
      agent ? agents[agent] : null,
      at,
      ended,
      session.first ?? null,
      session.labels ?? [],
      session.language ?? null,
      session.turns ?? 0,
      metadata,
      session.next ?? null,
      session.first === undefined ? null : idOf(session.firstBy === undefined ? agent : session.firstBy),
      session.next?.map((_, n) => idOf(session.nextBy ? session.nextBy[n] : agent)) ?? null,
    ],
  );
  if (organizationId === ours) sessionAt.set(at, rows[0]!.id);
}

const idOf = (name: 'Ada' | 'Ben' | null | undefined) => (name ? agents[name] : null);

const startsOf = (rows: ReadonlyArray<{ from: string; conversations: number }>) =>
  rows.map(({ from, conversations }) => [from, conversations]);

describe('figures of a range', () => {
  it('are what was counted by hand, over a day of 23 hours', async () => {
    const { period, totals, buckets } = await figures.report(ours, { ...berlin, bucket: 'day' });
    expect(period).toEqual({ from: '2026-03-26T23:00:00.000Z', until: '2026-03-30T22:00:00.000Z' });
    expect(totals).toEqual({
      conversations: 21,
      closed: 18,
      resolvedByAi: 11,
      withPerson: 5,
      unanswered: 2,
      handedOver: 5,
      firstResponse: { count: 5, median: 60, p90: expect.closeTo(216) },
      nextResponse: { count: 3, median: 40, p90: expect.closeTo(88) },
      resolution: { count: 18, median: 55, p90: expect.closeTo(990) },
      rated: 4,
      satisfied: 2,
      averageScore: 3,
    });
    expect(startsOf(buckets)).toEqual([
      ['2026-03-26T23:00:00.000Z', 4],
      ['2026-03-27T23:00:00.000Z', 6],
      ['2026-03-28T23:00:00.000Z', 3],
      ['2026-03-29T22:00:00.000Z', 8],
    ]);
    expect(buckets.at(-1)!.until).toBe('2026-03-30T22:00:00.000Z');
    expect(buckets[2]).toMatchObject({ resolvedByAi: 2, firstResponse: { count: 1, median: 60, p90: 60 } });
  });

  it('leave what was merged into another one to the other one', async () => {
    const [closed] = (
      await owner.query<{ id: string }>(
        `UPDATE sessions SET merged_into = id WHERE id = (SELECT id FROM sessions
           WHERE organization_id = $1 AND status = 'closed' AND started_at >= '2026-03-27' ORDER BY started_at LIMIT 1) RETURNING id`,
        [ours],
      )
    ).rows;
    const { totals } = await figures.report(ours, { ...berlin, bucket: 'day' });
    await owner.query('UPDATE sessions SET merged_into = NULL WHERE id = $1', [closed!.id]);
    expect(totals).toMatchObject({ conversations: 20, closed: 17, resolution: { count: 17 } });
    expect(totals.resolvedByAi + totals.withPerson + totals.unanswered).toBe(17);
  });

  it('are those of other days where the zone is another', async () => {
    const { totals, buckets } = await figures.report(ours, { ...newYork, bucket: 'day' });
    expect(totals.conversations).toBe(21);
    expect(startsOf(buckets)).toEqual([
      ['2026-03-27T04:00:00.000Z', 4],
      ['2026-03-28T04:00:00.000Z', 7],
      ['2026-03-29T04:00:00.000Z', 2],
      ['2026-03-30T04:00:00.000Z', 8],
    ]);
  });

  it('are cut by the hour and by the week, too, and sum up to the same', async () => {
    const sunday = { ...berlin, from: '2026-03-29', to: '2026-03-29' };
    const { buckets } = await figures.report(ours, { ...sunday, bucket: 'hour' });
    expect(buckets).toHaveLength(23);
    expect(buckets.flatMap(({ conversations }, n) => (conversations ? [n] : []))).toEqual([1, 2, 22]);
    const weeks = await figures.report(ours, { ...berlin, bucket: 'week' });
    expect(startsOf(weeks.buckets)).toEqual([
      ['2026-03-26T23:00:00.000Z', 13],
      ['2026-03-29T22:00:00.000Z', 8],
    ]);
  });

  it('stand beside those of the period before', async () => {
    const { before } = await figures.report(ours, { ...berlin, bucket: 'day' });
    expect(before.period).toEqual({ from: '2026-03-22T23:00:00.000Z', until: '2026-03-26T23:00:00.000Z' });
    expect(before.totals).toMatchObject({
      conversations: 2,
      resolvedByAi: 1,
      withPerson: 1,
      firstResponse: { count: 1, median: 1000, p90: 1000 },
      nextResponse: { count: 1, median: 5000, p90: 5000 },
    });
  });

  it("tell the AI's answers in them, and their cost where it is known", async () => {
    for (const [at, latency, cost] of [
      ['2026-03-26T23:00:00Z', 1000, 0.01],
      ['2026-03-27T10:00:00Z', 2000, null],
      ['2026-03-26T22:59:59Z', 9000, 5],
    ] as const)
      await owner.query(
        `INSERT INTO answers (organization_id, session_id, question, decision, provider, latency_ms, cost)
         VALUES ($1, $2, '?', 'answer', 'test', $3, $4)`,
        [ours, sessionAt.get(at), latency, cost],
      );
    const { answers } = await figures.report(ours, { ...berlin, bucket: 'day' });
    expect(answers).toEqual({ count: 2, median: 1.5, p90: expect.closeTo(1.9), cost: 0.01 });
    const none = await figures.report(theirs, { ...berlin, bucket: 'day' });
    expect(none.answers).toEqual({ count: 0, median: null, p90: null, cost: null });
  });

  it('are empty where nothing began, with every piece in its place', async () => {
    const { totals, buckets } = await figures.report(ours, {
      ...berlin,
      from: '2020-01-01',
      to: '2020-01-03',
      bucket: 'day',
    });
    expect(totals).toMatchObject({ conversations: 0, averageScore: null, firstResponse: { median: null } });
    expect(buckets).toHaveLength(3);
  });
});

describe('a breakdown', () => {
  const counts = async (by: Parameters<typeof figures.breakDown>[1]['by']) =>
    (await figures.breakDown(ours, { ...berlin, by })).rows.map((row) => [
      row.name ?? row.key,
      row.conversations,
    ]);

  it('counts by agent, label, language, reason and score', async () => {
    expect(await counts('agent')).toEqual([
      [null, 15],
      ['Ada', 4],
      ['Ben', 2],
    ]);
    expect(await counts('label')).toEqual([
      [null, 19],
      ['refund', 2],
      ['vip', 1],
    ]);
    expect(await counts('language')).toEqual([
      [null, 20],
      ['de', 1],
    ]);
    expect(await counts('trigger')).toEqual([
      [null, 16],
      ['requested', 3],
      ['low_confidence', 1],
      ['sentiment', 1],
    ]);
    expect(await counts('score')).toEqual([
      [null, 17],
      ['1', 1],
      ['2', 1],
      ['4', 1],
      ['5', 1],
    ]);
    expect(await counts('channel')).toEqual([['Web', 21]]);
    expect(await counts('team')).toEqual([[null, 21]]);
  });

  it('is of the filtered ones alone', async () => {
    const filter = { agentId: agents.Ada };
    const { rows } = await figures.breakDown(ours, { ...berlin, filter, by: 'trigger' });
    expect(rows.map(({ key, conversations }) => [key, conversations])).toEqual([
      ['requested', 2],
      [null, 2],
      // Ben has it, and Ada answered first.
      ['sentiment', 0],
    ]);
  });

  it('says of each label and language how its conversations went', async () => {
    const refund = (await figures.breakDown(ours, { ...berlin, by: 'label' })).rows.find(
      ({ key }) => key === 'refund',
    );
    expect(refund).toMatchObject({
      ...{ conversations: 2, closed: 2, resolvedByAi: 0, rated: 1, averageScore: 2 },
      firstResponse: { count: 2, median: 195 },
      nextResponse: { count: 2, median: 30, p90: expect.closeTo(38) },
    });
    const german = (await figures.breakDown(ours, { ...berlin, by: 'language' })).rows.at(-1);
    expect(german).toMatchObject({ key: 'de', firstResponse: { count: 1, median: 300 } });
    expect(german!.nextResponse).toEqual({ count: 0, median: null, p90: null });
  });

  it('by label has only the one that is asked for, so that a row is what the list behind it has', async () => {
    const filter = { label: 'refund' };
    const byLabel = await figures.breakDown(ours, { ...berlin, filter, by: 'label' });
    expect(byLabel.rows.map(({ key, conversations }) => [key, conversations])).toEqual([['refund', 2]]);
    const byLanguage = await figures.breakDown(ours, { ...berlin, filter, by: 'language' });
    expect(byLanguage.rows.map(({ key, conversations }) => [key, conversations])).toEqual([
      ['de', 1],
      [null, 1],
    ]);
    const none = await figures.report(ours, { ...berlin, filter: {}, none: ['label'], bucket: 'day' });
    expect(none.totals.conversations).toBe(19);
    const german = await figures.load(ours, { ...berlin, filter: { language: 'de' } });
    expect(german.hours.flat().reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('follows a label that two conversations had twice and now have once', async () => {
    const become = (labels: string[], was: string[]) =>
      owner.query('UPDATE sessions SET labels = $1 WHERE organization_id = $2 AND labels = $3', [
        labels,
        ours,
        was,
      ]);
    await become(['vip'], ['refund', 'vip']);
    expect(await counts('label')).toEqual([
      [null, 19],
      ['refund', 1],
      ['vip', 1],
    ]);
    await become(['refund', 'vip'], ['vip']);
  });
});

it('the load is told by the clock of the zone', async () => {
  const { hours } = await figures.load(ours, berlin);
  const found = hours.flatMap((row, day) =>
    row.flatMap((count, hour) => (count ? [[day + 1, hour, count]] : [])),
  );
  expect(found).toEqual([
    ...[0, 7, 8, 9, 10, 11, 12, 23].map((hour) => [1, hour, 1]),
    ...[0, 11, 13, 23].map((hour) => [5, hour, 1]),
    [6, 1, 1],
    [6, 9, 2],
    [6, 10, 1],
    [6, 11, 1],
    [6, 12, 1],
    [7, 1, 1],
    [7, 3, 1],
    [7, 23, 1],
  ]);
});

describe('responses', () => {
  const by = (asked: object) => figures.breakDown(ours, { ...berlin, ...asked, by: 'agent' });
  const told = async (asked = {}) =>
    (await by(asked)).rows.map(({ name, conversations, firstResponse, nextResponse }) => [
      name ?? null,
      conversations,
      `${firstResponse.count}: ${firstResponse.median}`,
      `${nextResponse.count}: ${nextResponse.median}`,
    ]);

  it('are of who gave them, whoever has the conversation', async () => {
    expect(await told()).toEqual([
      [null, 15, '0: null', '1: 40'],
      ['Ada', 4, '4: 45', '0: null'],
      ['Ben', 2, '1: 300', '2: 60'],
    ]);
  });

  it('are those of the agent who is asked for, who may have given them to what others have', async () => {
    const asked = { filter: { agentId: agents.Ben } };
    expect(await told(asked)).toEqual([['Ben', 2, '1: 300', '2: 60']]);
    const { totals, buckets } = await figures.report(ours, { ...berlin, ...asked, bucket: 'day' });
    expect(totals).toMatchObject({ conversations: 2, closed: 2, rated: 1, withPerson: 2 });
    expect([totals.firstResponse, totals.nextResponse]).toEqual([
      { count: 1, median: 300, p90: 300 },
      { count: 2, median: 60, p90: expect.closeTo(92) },
    ]);
    // Of Saturday, when Ada had the one in which Ben answered again.
    expect(buckets[1]).toMatchObject({ conversations: 1, nextResponse: { count: 1, median: 20 } });
    expect(await told({ filter: {}, none: ['agentId'] })).toEqual([[null, 15, '0: null', '1: 40']]);
  });

  it('open the conversations in which that agent gave them', async () => {
    const opened = async (figure: FigureName, asked: object) =>
      (await figures.sessions(ours, { ...berlin, ...asked, figure }, { limit: 50 })).items.map(
        ({ startedAt }) => startedAt,
      );
    const of = (name: 'Ada' | 'Ben') => ({ filter: { agentId: agents[name] } });
    const nobody = { filter: {}, none: ['agentId'] };
    const [saturday, sunday] = ['2026-03-28T08:00:00.000Z', '2026-03-29T21:59:00.000Z'];
    expect(await opened('answeredAgain', of('Ben'))).toEqual([sunday, saturday]);
    expect(await opened('answeredAgain', of('Ada'))).toEqual([]);
    expect(await opened('answeredAgain', nobody)).toEqual([saturday]);
    expect(await opened('answeredByPerson', of('Ben'))).toEqual(['2026-03-28T08:30:00.000Z']);
    expect(await opened('answeredByPerson', of('Ada'))).toContain(sunday);
    expect(await opened('answeredByPerson', nobody)).toEqual([]);
    expect(await opened('withPerson', of('Ben'))).toEqual([sunday, '2026-03-28T08:30:00.000Z']);
  });

  it('are of nobody until it is known who answered, where a node of before has written since', async () => {
    const saturday = sessionAt.get('2026-03-28T08:00:00Z');
    await owner.query('UPDATE sessions SET head_seq = 10 WHERE id = $1', [saturday]);
    expect(await told()).toEqual([
      [null, 15, '1: 90', '2: 30'],
      ['Ada', 4, '3: 30', '0: null'],
      ['Ben', 2, '1: 300', '1: 100'],
    ]);
    await owner.query('UPDATE sessions SET head_seq = 9 WHERE id = $1', [saturday]);
  });
});

describe('the conversations behind a figure', () => {
  const opened = (more: object, asked = berlin) =>
    figures.sessions(ours, { ...asked, figure: 'conversations', ...more }, { limit: 50 });

  it('are as many as it says', async () => {
    const { totals } = await figures.report(ours, { ...berlin, bucket: 'day' });
    const told = { ...totals, answeredByPerson: totals.firstResponse.count, answeredAgain: 2, commented: 2 };
    for (const figure of figureNames)
      expect([figure, (await opened({ figure })).items.length]).toEqual([figure, told[figure]]);
  });

  it('are those of one piece, cell, reason, score or of none', async () => {
    const lengths = await Promise.all([
      opened({ within: { from: new Date('2026-03-28T23:00:00Z'), until: new Date('2026-03-29T22:00:00Z') } }),
      opened({ weekday: 6, hour: 9 }),
      opened({ weekday: 7, hour: 2 }),
      opened({ trigger: 'requested' }),
      opened({ score: 5 }),
      opened({}, { ...berlin, none: ['agentId'] }),
      opened({}, { ...berlin, none: ['label', 'language', 'trigger', 'teamId'] }),
    ]);
    expect(lengths.map(({ items }) => items.length)).toEqual([3, 2, 0, 3, 1, 15, 15]);
  });

  it('come in pages, the last begun first', async () => {
    const first = await figures.sessions(ours, { ...berlin, figure: 'closed' }, { limit: 10 });
    const second = await figures.sessions(
      ours,
      { ...berlin, figure: 'closed' },
      { limit: 10, cursor: first.nextCursor! },
    );
    expect(second.nextCursor).toBeNull();
    const starts = [...first.items, ...second.items].map(({ startedAt }) => startedAt);
    expect(starts).toHaveLength(18);
    expect(starts).toEqual(starts.toSorted().reverse());
  });
});

describe('the SLA', () => {
  const policy = randomUUID();
  const [refunds, gone] = [randomUUID(), randomUUID()];
  const slaFigures = () =>
    createSlaFigures({
      store: createSlaFigureStore(postgres.withOrganization),
      now: () => new Date('2026-05-01T12:00:00Z'),
    });
  const counted = async (by: SlaBreakdown, more = {}) =>
    (await slaFigures().breakDown(ours, { ...berlin, ...more, by })).rows.map((row) => [
      row.name ?? row.key,
      ...(row.target ? [row.target] : []),
      `${row.kept}/${row.missed}`,
      `${row.before.kept}/${row.before.missed}`,
    ]);

  beforeAll(async () => {
    await owner.query(`INSERT INTO teams (id, organization_id, name) VALUES ($1, $2, 'Refunds')`, [
      refunds,
      ours,
    ]);
    // Of Ben's conversation Ada held the first promise, and of one that is Ada's now nobody did.
    for (const [session, target, at, kept, agent, team, priority] of [
      ['2026-03-28T08:30:00Z', 'first_reply', '2026-03-28T09:00:00Z', false, agents.Ada, refunds, 'urgent'],
      ['2026-03-28T08:30:00Z', 'resolution', '2026-03-28T09:30:00Z', true, agents.Ben, null, 'normal'],
      ['2026-03-28T08:00:00Z', 'first_reply', '2026-03-28T08:10:00Z', true, agents.Ada, refunds, 'normal'],
      ['2026-03-30T05:00:00Z', 'first_reply', '2026-03-30T21:59:59Z', false, null, null, 'normal'],
      ['2026-03-30T21:59:00Z', 'first_reply', '2026-03-30T22:00:00Z', true, agents.Ada, null, 'normal'],
      ['2026-03-25T12:00:00Z', 'first_reply', '2026-03-25T12:20:00Z', true, agents.Ada, null, 'normal'],
      ['2026-03-26T22:59:59Z', 'resolution', '2026-03-26T22:59:59Z', false, gone, null, 'normal'],
    ] as const)
      await owner.query(
        `INSERT INTO promise_outcomes (organization_id, session_id, target, since, policy_id, policy_name, at, kept, agent_id,
           team_id, priority) VALUES ($1, $2, $3, $4, $5, 'Everybody', $6, $7, $8, $9, $10)`,
        [ours, sessionAt.get(session), target, session, policy, at, kept, agent, team, priority],
      );
  });

  it('are of who held the conversation then, and stand beside those of the days before', async () => {
    expect(await counted('agent')).toEqual([
      ['Ada', '1/1', '1/0'],
      ['Ben', '1/0', '0/0'],
      [null, '0/1', '0/0'],
      [gone, '0/0', '0/1'],
    ]);
    const { totals, before, period } = await slaFigures().breakDown(ours, { ...berlin, by: 'agent' });
    expect([totals, before.totals]).toEqual([
      { kept: 2, missed: 2 },
      { kept: 1, missed: 1 },
    ]);
    expect(period.until).toBe('2026-03-30T22:00:00.000Z');
  });

  it('are counted by policy and target, team, channel and priority', async () => {
    expect(await counted('policy')).toEqual([
      ['Everybody', 'first_reply', '1/2', '1/0'],
      ['Everybody', 'resolution', '1/0', '0/1'],
    ]);
    expect(await counted('team')).toEqual([
      ['Refunds', '1/1', '0/0'],
      [null, '1/1', '1/1'],
    ]);
    expect(await counted('channel')).toEqual([['Web', '2/2', '1/1']]);
    expect(await counted('priority')).toEqual([
      ['normal', '2/1', '1/1'],
      ['urgent', '0/1', '0/0'],
    ]);
    expect(await counted('agent', { filter: { label: 'vip' } })).toEqual([
      ['Ada', '0/1', '0/0'],
      ['Ben', '1/0', '0/0'],
    ]);
    expect(await counted('team', { filter: {}, none: ['agentId'] })).toEqual([[null, '0/1', '0/0']]);
  });

  it('are counted by label and language, those with two labels once in all', async () => {
    expect(await counted('label')).toEqual([
      ['refund', '2/1', '0/0'],
      ['vip', '1/1', '0/0'],
      [null, '0/1', '1/1'],
    ]);
    expect(await counted('language')).toEqual([
      ['de', '1/1', '0/0'],
      [null, '1/1', '1/1'],
    ]);
    const { totals, before } = await slaFigures().breakDown(ours, { ...berlin, by: 'label' });
    expect([totals, before.totals]).toEqual([
      { kept: 2, missed: 2 },
      { kept: 1, missed: 1 },
    ]);
    expect(await counted('label', { filter: { label: 'vip' } })).toEqual([['vip', '1/1', '0/0']]);
  });

  it('open the conversations in which they were, in pages', async () => {
    const opened = async (more: object, page: { limit: number; cursor?: string } = { limit: 10 }) =>
      slaFigures().sessions(ours, { ...berlin, ...more }, page);
    const starts = async (more: object) => (await opened(more)).items.map(({ startedAt }) => startedAt);
    const [both, adas] = ['2026-03-28T08:30:00.000Z', '2026-03-28T08:00:00.000Z'];
    expect(await starts({ filter: { agentId: agents.Ada } })).toEqual([both, adas]);
    expect(await starts({ filter: { agentId: agents.Ada }, outcome: 'missed' })).toEqual([both]);
    expect(await starts({ policyId: policy, target: 'resolution' })).toEqual([both]);
    expect(await starts({ filter: { priority: 'urgent' }, outcome: 'kept' })).toEqual([]);
    const first = await opened({ policyId: policy }, { limit: 2 });
    const second = await opened({ policyId: policy }, { limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ startedAt }) => startedAt)).toEqual([
      '2026-03-30T05:00:00.000Z',
      both,
      adas,
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await slaFigures().breakDown(theirs, { ...berlin, by: 'agent' })).rows).toEqual([]);
    expect(
      (await slaFigures().sessions(theirs, { ...berlin, policyId: policy }, { limit: 5 })).items,
    ).toEqual([]);
  });
});

it('nothing of another organization is counted', async () => {
  const { totals } = await figures.report(theirs, { ...berlin, bucket: 'day' });
  expect(totals).toMatchObject({ conversations: 2, resolvedByAi: 2 });
  const agent = { ...berlin, filter: { agentId: agents.Ada } };
  expect((await figures.report(theirs, { ...agent, bucket: 'day' })).totals.conversations).toBe(0);
  expect((await figures.sessions(theirs, { ...agent, figure: 'conversations' }, { limit: 5 })).items).toEqual(
    [],
  );
});

it('this moment is told beside today', async () => {
  const now = await figures.now(ours, 'Europe/Berlin');
  expect(now).toMatchObject({
    waiting: 1,
    longestWaitSince: '2026-03-28T11:00:00.000Z',
    withAi: 1,
    withAgents: 1,
    today: { conversations: 0 },
  });
});
