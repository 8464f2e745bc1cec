// Once a customer is erased, what was still under way writes nothing more of it: each writer at the same time as the erasure.
import { randomUUID } from 'node:crypto';
import { createLog } from '../../src/log';
import { createAnswerStore } from '../../src/stores/postgres/tenant/responder/answers';
import { createEventBus } from '../../src/events';
import { createVisits } from '../../src/customers/visits';
import { createCustomerMemory } from '../../src/customers/memory/customer-memory';
import { createMemoryStore } from '../../src/stores/postgres/documents/memory';
import { createMemoryChoice } from '../../src/stores/postgres/tenant/customers/memory-choice';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { createCoachingStore } from '../../src/stores/postgres/tenant/quality/coaching-notes';
import { createVisitStore } from '../../src/stores/postgres/tenant/customers/customer-visits';
import { createCustomerStore } from '../../src/stores/postgres/tenant/customers/customers';
import { createIdempotencyStore } from '../../src/stores/postgres/tenant/idempotency';
import { createIdentityStore } from '../../src/stores/postgres/tenant/identity/identity';
import { createRetentionStore } from '../../src/stores/postgres/tenant/privacy/retention';
import { createReplyDraftStore } from '../../src/stores/postgres/tenant/automations/reply-drafts';
import { createScheduledStore } from '../../src/stores/postgres/tenant/automations/scheduled-messages';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { eventually } from '../../src/tools/eventually';
import { openMigratedPostgres, type MigratedPostgres } from './migrated-postgres';

const word = 'Zanzibar';
const organizationId = randomUUID();
const channelId = randomUUID();

let opened: MigratedPostgres;
let postgres: MigratedPostgres['postgres'];
let owner: MigratedPostgres['owner'];

beforeAll(async () => {
  opened = await openMigratedPostgres();
  ({ postgres, owner } = opened);
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Shop')`, [organizationId]);
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Web', 'web', 'key')`,
    [channelId, organizationId],
  );
});
afterAll(() => opened?.close());

async function customerWithSession() {
  const { id: customerId } = await createCustomerStore(postgres.withOrganization, String).create(
    organizationId,
    {},
  );
  const open = () =>
    createSessionRows(postgres).openOrGet({ organizationId, customerId, channelId, channelType: 'web' });
  const { state } = await open();
  return { customerId, sessionId: state.id, open };
}

async function anAgent(email = 'ada@parley.test'): Promise<string> {
  const rows = await postgres.withOrganization(organizationId, (manager) =>
    manager.query<Array<{ id: string }>>(
      `WITH person AS (INSERT INTO users (organization_id, email, password_hash, role)
         VALUES ($1, $2, 'hash', 'agent') RETURNING id)
       INSERT INTO agents (organization_id, user_id, display_name) SELECT $1, id, 'Ada' FROM person RETURNING id`,
      [organizationId, email],
    ),
  );
  return rows[0]!.id;
}

const customers = () => createCustomerStore(postgres.withOrganization, String);

function decision(sessionId: string) {
  return {
    organizationId,
    sessionId,
    question: word,
    decision: 'handover' as const,
    reason: word,
    confidence: 0,
    provider: 'test',
    latencyMs: 1,
    sources: [],
  };
}

const record = (sessionId: string) =>
  createAnswerStore(postgres.withOrganization).record(decision(sessionId));

function answersOf(sessionId: string): Promise<Array<{ question: string; reason: string | null }>> {
  return postgres.withOrganization(organizationId, (manager) =>
    manager.query('SELECT question, text, reason FROM answers WHERE session_id = $1', [sessionId]),
  );
}

const blank = { question: '', text: null, reason: null };

test('A decision is kept with its words, and without them once its customer is erased', async () => {
  const { customerId, sessionId } = await customerWithSession();
  await record(sessionId);
  expect(await answersOf(sessionId)).toEqual([{ question: word, text: null, reason: word }]);
  await customers().erase(organizationId, customerId);
  await record(sessionId);
  expect(await answersOf(sessionId)).toEqual([blank, blank]);
});

test('A decision that is written while its customer is erased has no words afterwards', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, customerWithSession));
  for (const { customerId, sessionId } of all) {
    const records = Array.from({ length: 8 }, () => record(sessionId));
    await Promise.all([...records, customers().erase(organizationId, customerId)]);
    expect(new Set((await answersOf(sessionId)).map((row) => JSON.stringify(row)))).toEqual(
      new Set([JSON.stringify(blank)]),
    );
  }
});

test('Nobody opens a session, is named, or gets an identity or a token, after being erased', async () => {
  const { customerId, open } = await customerWithSession();
  await postgres.withOrganization(organizationId, (manager) =>
    manager.query(`UPDATE sessions SET status = 'closed' WHERE customer_id = $1`, [customerId]),
  );
  const tokenHash = randomUUID();
  const token = { tokenHash, organizationId, channelId, customerId };
  await customers().erase(organizationId, customerId);

  await expect(open()).rejects.toMatchObject({ code: 'not_found' });
  expect(await customers().update(organizationId, customerId, { firstName: word })).toBeUndefined();
  expect(await customers().get(organizationId, customerId)).not.toHaveProperty('firstName');
  await customers().addIdentity(organizationId, customerId, {
    kind: 'email',
    value: word,
    provedBy: 'none',
  });
  expect(await customers().identities(organizationId, customerId)).toEqual([]);
  await createIdentityStore(postgres.withOrganization).addVisitorToken(token);
  expect(await postgres.crossTenant.visitorByTokenHash(tokenHash)).toBeUndefined();
  expect(await customers().erase(organizationId, customerId)).toBe(true);
});

test('Where a visitor is, told while they are erased or afterwards, is not kept', async () => {
  const visits = createVisits({ store: createVisitStore(postgres.withOrganization) });
  const told = { page: { url: `https://shop.example/${word}` } };
  for (const { customerId } of await Promise.all(Array.from({ length: 8 }, customerWithSession))) {
    const note = () => visits.note(organizationId, customerId, { reported: told, browser: {} });
    expect(await note()).toMatchObject({ pages: [{ url: told.page.url }] });
    const notes = Array.from({ length: 4 }, note);
    await Promise.all([...notes, customers().erase(organizationId, customerId)]);
    expect(await visits.of(organizationId, customerId)).toBeUndefined();
    expect(await note()).toBeUndefined();
  }
});

test('What an agent saves for a conversation whose customer was erased is refused, and leaves no row', async () => {
  const { customerId, sessionId } = await customerWithSession();
  const drafts = createReplyDraftStore(postgres.withOrganization);
  const scheduled = createScheduledStore(postgres.withOrganization);
  const agentId = await anAgent();
  const put = () =>
    drafts.put(organizationId, { agentId, sessionId, kind: 'reply', text: word, known: null, atMost: 5 });
  const sendAt = new Date(Date.now() + 60_000).toISOString();
  const later = { sessionId, agentId, agentName: 'Ada', text: word, sendAt, seenSeq: 1, atMost: 5 };
  await customers().erase(organizationId, customerId);
  await expect(put()).rejects.toMatchObject({ code: 'not_found' });
  await expect(scheduled.create(organizationId, later)).rejects.toMatchObject({ code: 'not_found' });
  expect(await drafts.list(organizationId, agentId)).toEqual([]);
  expect(await scheduled.list(organizationId, sessionId)).toEqual([]);
});

test('A file that arrives after its customer was erased is refused, and leaves no row', async () => {
  const { customerId } = await customerWithSession();
  const attachments = createAttachmentStore(postgres.withOrganization, postgres.crossTenant);
  const file = () => ({
    id: randomUUID(),
    organizationId,
    fileName: word,
    mediaType: 'text/plain',
    size: 1,
    path: word,
    uploader: { organizationId, id: customerId, customerId },
  });
  expect(await attachments.add(file(), 5)).toBe(true);
  await customers().erase(organizationId, customerId);
  await attachments.removeOf({ organizationId, customerId });
  await expect(attachments.add(file(), 5)).rejects.toMatchObject({ code: 'not_found' });
  expect(await attachments.removeOf({ organizationId, customerId })).toEqual([]);
});

test('A call that was under way while its customer was erased keeps its status, and no answer that names them', async () => {
  const keys = createIdempotencyStore(postgres.withOrganization);
  const [gone, there] = [await customerWithSession(), await customerWithSession()];
  const finish = async (response: object) => {
    const call = { organizationId, route: 'sessions.claim', key: randomUUID() };
    expect(await keys.begin(call, 'hash')).toBe('begun');
    await keys.finish(call, { status: 200, response });
    return keys.begin(call, 'hash');
  };
  await customers().erase(organizationId, gone.customerId);
  const answer = (named: object) => ({ said: word, ...named });
  const kept = { requestHash: 'hash', status: 200 };
  expect(await finish(answer({ id: gone.sessionId }))).toEqual({ ...kept, response: null });
  expect(await finish(answer({ of: [gone.customerId] }))).toEqual({ ...kept, response: null });
  const other = answer({ id: there.sessionId });
  expect(await finish(other)).toEqual({ ...kept, response: other });
});

test('Kept answers of the erased customer go, found by their subjects; those of others stay', async () => {
  const keys = createIdempotencyStore(postgres.withOrganization);
  const [gone, other] = [await customerWithSession(), await customerWithSession()];
  const kept = async (key: string, response: unknown, route = 'messages.send') => {
    const call = { organizationId, route, key };
    await keys.begin(call, 'hash');
    await keys.finish(call, { status: 201, response });
  };
  await kept('by session', { sessionId: gone.sessionId, text: word });
  await kept('by customer', { customer: { id: gone.customerId.toUpperCase() } });
  await kept('by route', { fileName: word }, `attachments.send ${gone.customerId}`);
  await kept('of both', { items: [{ id: other.customerId }, { id: gone.customerId }] });
  await kept('of the other', { sessionId: other.sessionId });
  await kept('of nobody', { fileName: 'x' });
  const left = () =>
    postgres.withOrganization(organizationId, async (manager) => {
      const names = ['by session', 'by customer', 'by route', 'of both', 'of the other', 'of nobody'];
      const rows = await manager.query<Array<{ key: string }>>(
        'SELECT key FROM idempotency_keys WHERE key = ANY ($1) ORDER BY key',
        [names],
      );
      return rows.map(({ key }) => key);
    });
  expect(await left()).toHaveLength(6);
  await customers().erase(organizationId, gone.customerId);
  expect(await left()).toEqual(['of nobody', 'of the other']);
});

test('What a mail server said of a message goes with its customer: it names the address', async () => {
  const [gone, other] = [await customerWithSession(), await customerWithSession()];
  const said = (sql: string, sessionId: string, more: unknown[] = []) =>
    postgres.withOrganization(organizationId, (manager) =>
      manager.query<Array<{ said: string | null }>>(sql, [sessionId, ...more]),
    );
  for (const { sessionId } of [gone, other])
    await said(
      `INSERT INTO deliveries (session_id, organization_id, channel_id, seq, sender, state, last_error)
       VALUES ($1, $2, $3, 1, 'agent', 'failed', $4)`,
      sessionId,
      [organizationId, channelId, word],
    );
  await customers().erase(organizationId, gone.customerId);
  const left = (sessionId: string) =>
    said('SELECT last_error AS said FROM deliveries WHERE session_id = $1', sessionId);
  expect(await left(gone.sessionId)).toEqual([{ said: null }]);
  expect(await left(other.sessionId)).toEqual([{ said: word }]);
});

/** What a customer says is remembered; `held`: as long as it has not resolved, what is remembered is not written yet. */
function rememberer(held: () => Promise<void> = () => Promise.resolve()) {
  const events = createEventBus((error) => {
    throw error;
  });
  const store = createMemoryStore(postgres.documents);
  const memory = createCustomerMemory({
    events,
    store: {
      ...store,
      async remember(...given) {
        await held();
        await store.remember(...given);
      },
    },
    choice: createMemoryChoice(postgres.withOrganization),
    factsIn: () => [],
    log: createLog('silent'),
  });
  return {
    store,
    memory,
    says(customerId: string, text: string): void {
      const session = { id: randomUUID(), organizationId, customerId, metadata: {} };
      const message = {
        id: randomUUID(),
        seq: 1,
        type: 'text',
        sender: 'customer',
        content: { text },
        metadata: {},
      };
      events.emit('message', { session, message } as never);
    },
  };
}

/** Somebody waits for a row that another transaction holds. */
function isWaiting(): Promise<boolean> {
  return postgres.withOrganization(organizationId, async (manager) => {
    const rows = await manager.query<unknown[]>('SELECT FROM pg_locks WHERE NOT granted');
    return rows.length > 0;
  });
}

/** As an erasure does: twice, the row last. */
async function eraseWithMemory(store: ReturnType<typeof rememberer>['store'], customerId: string) {
  for (let n = 0; n < 2; n += 1) {
    await store.forget({ organizationId, customerId });
    await customers().erase(organizationId, customerId);
  }
}

test('What is remembered while its customer is erased, corrected afterwards, or said afterwards, stays gone', async () => {
  const { id: customerId } = await customers().create(organizationId, {});
  const customer = { organizationId, customerId };
  let write!: () => void;
  const written = new Promise<void>((resolve) => (write = resolve));
  let isWriting!: () => void;
  const writing = new Promise<void>((resolve) => (isWriting = resolve));
  const { store, memory, says } = rememberer(() => {
    isWriting();
    return written;
  });
  says(customerId, `My name is ${word}`);
  await writing;
  const erased = eraseWithMemory(store, customerId);
  await Promise.race([erased, eventually(isWaiting)]);
  write();
  await erased;
  says(customerId, `My name is ${word}`);
  await memory.close();
  expect(await memory.list(customer)).toEqual([]);
  await expect(memory.correct(customer, 'name', word)).rejects.toMatchObject({ code: 'not_found' });
  expect(await memory.list(customer)).toEqual([]);
});

test('Of who wants nothing remembered nothing comes back: not what was under way, not after metadata is replaced', async () => {
  const { id: customerId } = await customers().create(organizationId, {});
  const customer = { organizationId, customerId };
  let write!: () => void;
  const written = new Promise<void>((resolve) => (write = resolve));
  const { memory, says } = rememberer(() => written);
  says(customerId, `My name is ${word}`);
  const chosen = memory.choose(customer, false);
  await Promise.race([chosen, eventually(isWaiting)]);
  write();
  await chosen;
  expect(await memory.list(customer)).toEqual([]);
  await customers().update(organizationId, customerId, { metadata: { plan: 'gold' } });
  says(customerId, `My name is ${word}`);
  await memory.close();
  expect(await memory.list(customer)).toEqual([]);
  await memory.choose(customer, true);
  expect(await memory.remembers(customer)).toBe(true);
});

/** Of no other test. */
const told = 'Timbuktu';

interface ColumnOf {
  table: string;
  name: string;
  type: string;
  isRequired: boolean;
}

/** Every column of the tables whose rows are of a customer or of a conversation, as the database lists them. */
async function columnsOfCustomers(): Promise<Map<string, ColumnOf[]>> {
  const { rows } = await owner.query<ColumnOf>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
       a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS "isRequired"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attgenerated = ''
       AND c.relname NOT IN ('sessions', 'customers') AND EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'organization_id')
       AND EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = c.oid AND NOT n.attisdropped AND n.attname IN ('session_id', 'customer_id'))
     ORDER BY 1, a.attnum`,
  );
  const tables = new Map<string, ColumnOf[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return tables;
}

function filledWith({ name, type }: ColumnOf, known: Record<string, string>): unknown {
  if (known[name] !== undefined) return known[name];
  if (type === 'uuid') return randomUUID();
  if (/^(text|character)/.test(type)) return randomUUID().slice(0, 8);
  if (/^(integer|bigint|smallint|double|real|numeric)/.test(type)) return 1;
  if (/^(timestamp|date)/.test(type)) return new Date();
  if (type === 'boolean') return true;
  if (type === 'bytea') return Buffer.from('raw');
  if (type === 'tsvector') return 'word';
  return '{}';
}

/** Writes the word wherever the table takes it, into one row that is of this customer. */
async function rowOf(
  table: string,
  columns: ColumnOf[],
  { said, ...known }: Record<string, string> & { said: string },
): Promise<string[]> {
  const needed = columns.filter(({ name, isRequired }) => isRequired || known[name] !== undefined);
  await owner.query(
    `INSERT INTO ${table} (${needed.map(({ name }) => `"${name}"`).join()}) VALUES (${needed.map((_, n) => `$${n + 1}`).join()})`,
    needed.map((column) => filledWith(column, known)),
  );
  const own = columns.filter(({ name }) => name === 'session_id' || name === 'customer_id');
  const where = own.map(({ name }) => `"${name}" = '${known[name]}'`).join(' AND ');
  const taken: string[] = [];
  for (const { name, type } of columns.filter((one) => known[one.name] === undefined)) {
    const value = /^(text|character)/.test(type)
      ? said
      : type === 'jsonb'
        ? JSON.stringify([{ [name === 'steps' ? 'reason' : 'comment']: said }])
        : undefined;
    if (type === 'text[]' || value !== undefined)
      await owner.query(`UPDATE ${table} SET "${name}" = $1 WHERE ${where}`, [value ?? [said]]).then(
        () => taken.push(`${table}.${name}`),
        // It says what may stand there: no words of anybody.
        (error: { code?: string }) => expect(error.code).toMatch(/^(22|23514)/),
      );
  }
  return taken;
}

/** What the log, the files, the memory and the rows of sessions do by themselves, and what goes by triggers. */
const goneElsewhere = [
  ...['attachments.file_name', 'attachments.media_type', 'attachments.message_key'],
  ...['conversations.doc', 'memory.doc', 'memory.key', 'memory.type', 'messages.doc', 'session_labels.label'],
  ...['messages.channel_message_id', 'messages.client_message_id', 'messages.sender', 'messages.type'],
  ...['customer_attribute_values.key', 'customer_attribute_values.value'],
  ...['customer_links.evidence', 'customer_links.linked_by', 'customer_links.undone_by'],
];
/** Names of the team and of what it wrote down before, kinds, states and ids. */
const kept = [
  ...['answer_feedback.reason', 'answers.cached', 'answers.decision', 'answers.model', 'answers.outcome'],
  ...['answers.provider', 'answers.trigger', 'coaching_notes.author_name'],
  ...['deliveries.provider_id', 'deliveries.sender', 'deliveries.state'],
  ...['idempotency_subjects.key', 'idempotency_subjects.route'],
  ...['playbook_runs.name', 'playbook_runs.started_by'],
  ...['promise_outcomes.policy_name', 'promise_outcomes.priority', 'promise_outcomes.target'],
  ...[
    'quality_reviews.agent_name',
    'quality_reviews.by',
    'quality_reviews.criteria',
    'quality_reviews.reviewer_name',
  ],
  ...['quality_reviews.state'],
];

/** The columns that still hold the word. */
async function stillSaid(columns: readonly string[], said: string): Promise<string[]> {
  const left: string[] = [];
  for (const column of columns) {
    const [table, name] = column.split('.');
    const { rowCount } = await owner.query(`SELECT FROM ${table} WHERE "${name}"::text LIKE $1`, [
      `%${said}%`,
    ]);
    if (rowCount) left.push(column);
  }
  return left.sort();
}

/** The word in every such table, in a row of this customer each: the columns that have it. */
async function sayEverywhere(
  { customerId, sessionId }: { customerId: string; sessionId: string },
  said: string,
  isMeant: (columns: ColumnOf[]) => boolean = () => true,
): Promise<string[]> {
  const ids = { organization_id: organizationId, channel_id: channelId };
  const known = { ...ids, customer_id: customerId, session_id: sessionId, said };
  const tables = [...(await columnsOfCustomers())].filter(([, columns]) => isMeant(columns));
  const written: string[] = [];
  await owner.query('SET session_replication_role = replica');
  for (const [table, columns] of tables) written.push(...(await rowOf(table, columns, known)));
  await owner.query('SET session_replication_role = origin');
  return written;
}

test('Of every table of customers and conversations it is known which words stay: a new one is decided here', async () => {
  const one = await customerWithSession();
  const written = await sayEverywhere(one, told);
  await customers().erase(organizationId, one.customerId);
  expect(await stillSaid(written, told)).toEqual([...goneElsewhere, ...kept].sort());
});

test('A conversation whose time was over leaves as little, and of its customer only what is of no conversation', async () => {
  const one = await customerWithSession();
  const { sessionId } = one;
  const said = 'Samarkand';
  await owner.query(`UPDATE sessions SET status = 'closed', metadata = '{"erased": 1}' WHERE id = $1`, [
    sessionId,
  ]);
  const written = await sayEverywhere(one, said, (columns) =>
    columns.some(({ name }) => name === 'session_id'),
  );
  const store = createRetentionStore(postgres.withOrganization);
  await store.emptySessions(randomUUID(), [sessionId]);
  await store.emptySessions(organizationId, [sessionId]);
  const left = (await stillSaid(written, said)).filter((column) => !goneElsewhere.includes(column));
  // A test of answers was made by the team, and is the team's.
  const stays = [...kept.filter((column) => written.includes(column)), 'answer_tests.question'];
  expect(left).toEqual(stays.sort());
  // Its words are nowhere, and who comes late writes none.
  await record(sessionId);
  expect(await answersOf(sessionId)).toContainEqual(blank);
  expect(await answersOf(sessionId)).not.toContainEqual(expect.objectContaining({ question: word }));
});

test('No row that says something of a conversation or a customer outlives its name', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `SELECT conrelid::regclass::text AS table FROM pg_constraint WHERE contype = 'f' AND confdeltype = 'n'
       AND confrelid IN ('sessions'::regclass, 'customers'::regclass)`,
  );
  // A visitor's token says nothing, and is of another customer besides.
  expect(rows).toEqual([{ table: 'visitor_tokens' }]);
});

test('A coaching note that belongs to no conversation loses its words where it names whoever is erased, and only there', async () => {
  const coaching = createCoachingStore(postgres.withOrganization);
  const { id: customerId } = await customers().create(organizationId, {
    firstName: 'Ada',
    lastName: 'Adler',
    email: 'ada@example.com',
  });
  for (const [kind, value] of [['phone', '+491701234567'] as const, ['external', 'A12'] as const])
    await customers().addIdentity(organizationId, customerId, { kind, value, provedBy: 'channel' });
  const agentId = await anAgent('coached@parley.test');
  const naming = [
    'To ada adler you were short.',
    'Write to ADA@example.com',
    'Call 0170, no: +49 170 1234-567.',
  ];
  const others = ['Ada does it well.', 'A12 is the room.', 'Be brief.'];
  for (const text of [...naming, ...others])
    await coaching.create(organizationId, { agentId, text, authorName: 'Grace' });
  const texts = async () => {
    const { items } = await coaching.list(organizationId, { agentId }, { limit: 20 });
    return items.map(({ text }) => text).sort();
  };
  expect(await texts()).toEqual([...naming, ...others].sort());
  await customers().erase(organizationId, customerId);
  expect(await texts()).toEqual(['', '', '', ...others].sort());
});
