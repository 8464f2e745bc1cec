// Archives that a restore refuses although their manifest vouches for every byte: each row below could not have been written by Parley.
import { copyFile, mkdir, mkdtemp, readdir, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { backup, type Stores } from '../../src/cli/backup';
import { restore } from '../../src/cli/restore';
import { createLog } from '../../src/log';
import { loose } from '../../src/stores/archive/references';
import { prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import type { SessionRef } from '../../src/sessions/session';
import { mongoForTests, whyNoMongo, type TestMongo } from '../dev-env/mongo';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';
import {
  article,
  asOwner,
  contents,
  fill,
  fillMongo,
  rewrite,
  secondChannel,
  secondCustomer,
  secondOrganization,
} from './archives';

const log = createLog('silent');
let server: ThrowawayPostgres;
let work: string;
let from: Stores;
let sessions: SessionRef[];
let whole: string;
/** Empty, and so again after each refusal. */
let to: Stores;

beforeAll(async () => {
  server = await throwawayPostgres();
  work = await mkdtemp(join(tmpdir(), 'parley-hostile-archives-'));
  await chmod(work, 0o755);
  from = await stores('from');
  sessions = await fill(from.config.databaseUrl!);
  whole = join(work, 'whole.tar.gz');
  await backup(whole, from);
  to = await stores('to');
  await prepareDatabase({ url: to.config.databaseUrl!, log });
});
afterAll(async () => {
  await server?.stop();
  await rm(work, { recursive: true, force: true });
});

async function stores(name: string, more: Partial<Stores['config']> = {}): Promise<Stores> {
  const dataDir = join(work, name);
  await mkdir(dataDir, { recursive: true });
  return { config: { dataDir, databaseUrl: (await server.migratedDatabase()).url, ...more }, log };
}

type Change = (text: string) => string;

async function hostile(source: string, name: string, change: Change): Promise<string> {
  const archive = join(work, 'hostile.tar.gz');
  await copyFile(source, archive);
  await rewrite(archive, name, change);
  return archive;
}

/** In the first row that has it. */
const put =
  (old: string | RegExp, next: string): Change =>
  (text) =>
    text.replace(old, () => next);
const first = () => sessions[0]!;
/** In the first row of `messages` with this number. */
const numbered = (seq: number, next: string): Change =>
  put(new RegExp(`(?<=-[0-9a-f]{12}\t)${seq}(?=\t)`), next);

const cases: Array<[what: string, table: string, change: Change, sentence: RegExp | string]> = [
  [
    'a type of message that is none',
    'messages',
    put('"type": "text"', '"type": "bomb"'),
    'Row 1 of messages is refused: doc.type',
  ],
  [
    'a sender that its columns do not have',
    'messages',
    put('"sender": "customer"', '"sender": "ai"'),
    'doc: is not what the columns say',
  ],
  [
    'an unknown field of a message',
    'messages',
    put('"type": "text"', '"type": "text", "isAdmin": true'),
    /isAdmin/,
  ],
  ['an unknown field in the content', 'messages', put('"text": "n', '"html": "n'), /doc\.content.*html/],
  ['a key that reaches a prototype', 'messages', put('"$labels.x"', '"__proto__"'), 'the key "__proto__"'],
  ['an id that is no UUID', 'messages', put(/"id": "[0-9a-f-]+"/, '"id": "../x"'), 'doc.id: is no UUID'],
  [
    'a link that is no file of ours',
    'messages',
    put(`/files/${article}`, 'javascript:alert(1)'),
    'is no file of ours',
  ],
  [
    'a message of another organization than its session',
    'messages',
    (text) => text.replaceAll(first().organizationId, secondOrganization),
    'another organization',
  ],
  [
    "a message of nobody's organization",
    'messages',
    (text) => text.replace(first().organizationId, article),
    /another organization|not there/,
  ],
  [
    "a message of another organization's customer",
    'messages',
    (text) => text.replace(first().customerId, secondCustomer),
    'row of customers',
  ],
  ['a gap in a log', 'messages', numbered(5, '9'), 'not numbered 1, 2, 3'],
  ['a log that does not begin with 1', 'messages', numbered(1, '0'), 'not numbered 1, 2, 3'],
  [
    'JSON that goes deep',
    'messages',
    put('["a', `[${'['.repeat(100)}${']'.repeat(100)}, "a`),
    /nested too deeply/,
  ],
  [
    'a browser at no web address',
    'push_devices',
    put('https://93.184.216.34/a', 'javascript:alert(1)'),
    'push_devices is refused: endpoint',
  ],
  ['a browser with half a key', 'push_devices', put(/B{87}/, 'BA'), 'push_devices is refused: p256dh'],
  ['a browser with half a secret', 'push_devices', put(/A{22}/, 'AB'), 'push_devices is refused: auth'],
  ['an unknown field of a summary', 'conversations', put('"summary"', '"__proto__"'), '__proto__'],
  [
    'a summary without words',
    'conversations',
    put('"summary": "a', '"summary": [1], "x": "a'),
    'conversations is refused: doc.summary',
  ],
  [
    'a memory that is no object',
    'memory',
    put(/"value": \{[^}]*\}/, '"value": "x"'),
    'memory is refused: doc.value',
  ],
  ['a memory of a kind that is none', 'memory', put('long_term', 'longer'), 'memory is refused: type'],
  [
    'a vector that ends inside a number',
    'vector_embeddings',
    put(/\\\\x[0-9a-f]{2}/, '\\\\x'),
    'embedding: is no vector',
  ],
  [
    'an audit entry with an unknown field',
    'audit_logs',
    put('"action"', '"verb": "x", "action"'),
    /audit_logs is refused.*verb/,
  ],
  [
    'an audit entry of no organization',
    'audit_logs',
    (text) => text.replace(first().organizationId, article),
    'audit_logs is of an organization that is not there',
  ],
  ['a status that is none', 'sessions', put('\tactive\t', '\tlost\t'), 'sessions is refused: status'],
  ['a last message that is a number', 'sessions', put('"seq": 5', '"seq": "5"'), 'last_message.seq'],
  ['a rating that is no number', 'sessions', put('"score": 4', '"score": "4x"'), 'metadata.rating.score'],
  [
    "a session of another organization's customer",
    'sessions',
    (text) => text.replace(first().customerId, secondCustomer),
    "A row of sessions points to another organization's row of customers",
  ],
  [
    "a session on another organization's channel",
    'sessions',
    (text) => text.replace(first().channelId, secondChannel),
    'row of channels',
  ],
  [
    'a session of a customer who is not there',
    'sessions',
    (text) => text.replace(first().customerId, article),
    /sessions is refused: .*foreign key.*not present/s,
  ],
  ['a greeting that is a number', 'channels', put('"Tab\\\\there"', '7'), 'config.greeting'],
  ['a secret that is an object', 'channels', put('"sealed:abc"', '{}'), 'config.identitySecret'],
  ['a config that is a list', 'channels', put(/\{"greeting[^\t]*/, '[]'), 'channels is refused: config'],
  ['health that is no answer', 'channels', put('"ok": true', '"ok": "yes"'), 'health.ok'],
  ['metadata that reaches a prototype', 'customers', put('"n"', '"__proto__"'), '__proto__'],
  [
    'a setting that the server cannot read',
    'settings',
    put('\t300\t', '\t"x"\t'),
    'settings is refused: value',
  ],
  ['a setting that is null', 'settings', put('\t300\t', '\tnull\t'), 'value: is null'],
  [
    'an article whose address runs a script',
    'knowledge_base',
    put('https://shop.example/a', 'javascript:alert(1)'),
    'url: is no web address',
  ],
  ['a shared secret that is an object', 'instance', put('"a', '{"x": "a'), /instance is refused: value/],
  ['a role that is none', 'users', put('\tadmin\t', '\towner\t'), 'users is refused: role'],
  [
    'a media type with a line of its own',
    'attachments',
    put('text/plain', 'text/html\\r\\nX-Y: z'),
    'is no media type',
  ],
  [
    "a file of another organization's customer",
    'attachments',
    put(/[0-9a-f-]{36}(?=(?:\t\\N)+\n)/, secondCustomer),
    'row of customers',
  ],
  ['a kept answer that reaches a prototype', 'idempotency_keys', put('"a"', '"__proto__"'), '__proto__'],
  [
    'numbers of a channel that are words',
    'analytics',
    put('"totalConversations": 3', '"totalConversations": "3"'),
    'channel_metrics',
  ],
  ['an escape that no backup writes', 'organizations', put('Second', '\\x41'), 'which no backup writes'],
  ['an end before its end', 'organizations', put('Second', '\\.'), 'which no backup writes'],
  ['a field too many', 'organizations', put('Second', 'Sec\tond'), 'fields'],
  ['a carriage return', 'organizations', put('Second', 'Sec\rond'), 'carriage return'],
  [
    'a last row without an end',
    'organizations',
    (text) => text.slice(0, -1),
    'The last row of organizations has no end',
  ],
  [
    'an id that is no UUID, in a column',
    'customers',
    put(secondCustomer, 'x'),
    /customers is refused: invalid input syntax for type uuid.*line 51/s,
  ],
];

it.each(cases)('%s is refused, in %s', async (_, table, change, sentence) => {
  const archive = await hostile(whole, `postgres/${table}.copy`, change);
  await expect(restore(archive, to)).rejects.toThrow(sentence);
  expect(Object.values(await contents(to.config.databaseUrl!)).flat()).toEqual([]);
  expect(await readdir(to.config.dataDir)).toEqual([]);
});

it('a browser at an address that no browser may name when it subscribes is not told of anything', async () => {
  for (const [address, fetchAllow, kept] of [
    ['https://10.0.0.1/a', [], 0],
    ['http://93.184.216.34/a', [], 0],
    ['https://[::ffff:127.0.0.1]/a', [], 0],
    ['http://10.0.0.1/a', ['10.0.0.0/8'], 1],
  ] as const) {
    const archive = await hostile(
      whole,
      'postgres/push_devices.copy',
      put('https://93.184.216.34/a', address),
    );
    const into = await stores(`into-${kept}-${address.length}`, { fetchAllow: [...fetchAllow] });
    await restore(archive, into);
    const there = await contents(into.config.databaseUrl!);
    expect([address, there['push_devices']!.length, there['push_news']!.length]).toEqual([
      address,
      kept,
      kept,
    ]);
    expect(there['customers']!.length).toBeGreaterThan(50);
  }
});

it('whatever column names a row is looked at, by a foreign key or by the list', async () => {
  const { rows } = await asOwner(from.config.databaseUrl!, (client) =>
    client.query<{ table: string; column: string }>(
      `SELECT k.relname AS table, a.attname AS column FROM pg_attribute a JOIN pg_class k ON k.oid = a.attrelid
       WHERE k.relkind = 'r' AND k.relnamespace = 'public'::regnamespace AND a.atttypid = 'uuid'::regtype
         AND a.attname ~ '_(id|by|into)$' AND a.attname <> 'organization_id'
         AND a.attgenerated = ''
         AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = k.oid AND a.attnum = c.conkey[1])
       ORDER BY 1, 2`,
    ),
  );
  const known = new Set(loose.map(([table, column]) => `${table}.${column}`));
  // A message is named by the id in its document, for whoever reads the answers; a try is no row, a policy part of a setting, and a
  // picture a file below its organization.
  expect(rows.map(({ table, column }) => `${table}.${column}`).filter((name) => !known.has(name))).toEqual([
    'agents.picture_id',
    'answer_feedback.message_id',
    'answers.message_id',
    'deliveries.try_id',
    'promise_outcomes.policy_id',
  ]);
});

const noMongo = whyNoMongo();
(noMongo === undefined ? describe : describe.skip)('of MongoDB', () => {
  let mongo: TestMongo;
  let target: TestMongo;
  let withDocuments: string;
  let into: Stores;
  beforeAll(async () => {
    [mongo, target] = [(await mongoForTests())!, (await mongoForTests())!];
    const source = await stores('from-mongo', { mongoUrl: mongo.url });
    const own = await fill(source.config.databaseUrl!);
    sessions = own;
    await asOwner(source.config.databaseUrl!, (client) =>
      client.query('TRUNCATE messages, conversations, memory, vector_embeddings, audit_logs'),
    );
    await fillMongo(mongo.url, own);
    withDocuments = join(work, 'documents.tar.gz');
    await backup(withDocuments, source);
    into = await stores('to-mongo', { mongoUrl: target.url });
  });
  afterAll(async () => {
    await mongo?.stop();
    await target?.stop();
  });

  const documents: typeof cases = [
    ['an operator for a key', 'messages', put('"%24labels%2Ex"', '"$where"'), 'the key "$where"'],
    ['a path for a key', 'messages', put('"%24labels%2Ex"', '"a.b"'), 'the key "a.b"'],
    ['a key that reaches a prototype', 'messages', put('"%24labels%2Ex"', '"__proto__"'), '__proto__'],
    ['code for a value', 'messages', put('["a\\\\b"]', '{"$code": "x"}'), 'neither a value nor a list'],
    ['an unknown field', 'messages', put('"senderName"', '"isAdmin"'), /isAdmin/],
    [
      'a link that is no file of ours',
      'messages',
      put(`/files/${article}`, 'https://evil.example/x'),
      'is no file of ours',
    ],
    [
      'a text for a time',
      'messages',
      put(/"timestamp":\{.*?\}\}/, '"timestamp":"today"'),
      'messages is refused: timestamp',
    ],
    [
      'a session that is no UUID',
      'messages',
      (text) => text.replace(/"sessionId":"[^"]*"/, '"sessionId":"x"'),
      'sessionId: is no UUID',
    ],
    [
      'a message of another organization than its session',
      'messages',
      (text) => text.replace(first().organizationId, secondOrganization),
      'another organization',
    ],
    [
      'a message of no organization',
      'messages',
      (text) => text.replace(first().organizationId, article),
      'of an organization that is not there',
    ],
    ['a gap in a log', 'messages', (text) => text.replace(/^.*\n/, ''), 'not numbered 1, 2, 3'],
    ['a message twice', 'messages', (text) => text.replace(/^.*\n/, '$&$&'), 'not numbered 1, 2, 3'],
    [
      "a summary of another organization's session",
      'conversations',
      (text) => text.replace(first().organizationId, secondOrganization),
      'row of sessions',
    ],
    ['a vector of words', 'vectorEmbeddings', put(/"embedding":\[.*?\]/, '"embedding":["x"]'), 'embedding'],
    [
      "a vector of another organization's article",
      'vectorEmbeddings',
      (text) => text.replace(first().organizationId, secondOrganization),
      'row of knowledge_base',
    ],
    [
      'a memory that is no object',
      'memory',
      put(/"value":\{.*?\}\}/, '"value":1'),
      'memory is refused: value',
    ],
    ['an audit entry with an unknown field', 'auditLogs', put('"resource"', '"verb":"x","resource"'), /verb/],
    ['what is no JSON', 'auditLogs', put('{', '['), 'no document'],
  ];
  it.each(documents)('%s is refused, in %s', async (_, collection, change, sentence) => {
    const archive = await hostile(withDocuments, `mongo/${collection}.jsonl`, change);
    await expect(restore(archive, into)).rejects.toThrow(sentence);
    expect(Object.values(await contents(into.config.databaseUrl!)).flat()).toEqual([]);
    expect(await readdir(into.config.dataDir)).toEqual([]);
    const connection = await mongoose.createConnection(target.url).asPromise();
    for (const name of ['messages', 'conversations', 'memory', 'vectorEmbeddings', 'auditLogs'])
      expect(await connection.collection(name).countDocuments()).toBe(0);
    await connection.close();
  });
});
