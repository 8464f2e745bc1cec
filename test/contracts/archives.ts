// What the tests of backup and restore share: databases with something in every table, and archives with something changed.
import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Client } from 'pg';
import type { AuditLog } from '../../src/audit/store';
import type { MemoryStore } from '../../src/customers/memory/memory-store';
import type { ConversationStore } from '../../src/insights/store';
import type { VectorStore } from '../../src/knowledge/vectors';
import { createLog } from '../../src/log';
import type { NewMessage, SessionRef } from '../../src/sessions/session';
import type { MessageLog } from '../../src/sessions/store';
import { pack, unpack } from '../../src/stores/archive/archive';
import { lastBackupKey } from '../../src/stores/archive/last-backup';
import { openSpool } from '../../src/stores/archive/spool';
import * as onMongo from '../../src/stores/mongo';
import * as onPostgres from '../../src/stores/postgres/documents';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';

const log = createLog('silent');
/** Of the two organizations of `fill`; the first has whatever has no id here. */
export const secondOrganization = '0a1b2c3d-0000-4000-8000-00000000000b';
export const secondCustomer = '0a1b2c3d-0000-4000-8000-0000000000cb';
export const secondChannel = '0a1b2c3d-0000-4000-8000-0000000000db';
export const article = '0a1b2c3d-0000-4000-8000-0000000000aa';

export async function asOwner<T>(url: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = await connectAsOwner(url);
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** Every row of every table, as text; not when a backup was made last, which is noted after it and not restored. */
export function contents(url: string): Promise<Record<string, string[]>> {
  return asOwner(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('migrations', 'login_roles') ORDER BY 1`,
    );
    const all: Record<string, string[]> = {};
    for (const { name } of tables) {
      const but = name === 'instance' ? `WHERE key <> '${lastBackupKey}'` : '';
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t ${but} ORDER BY 1`,
      );
      all[name] = rows.map(({ row }) => row);
    }
    return all;
  });
}

/** Two organizations through the real ways in, and hostile text in every kind of column; 50 sessions of 5 messages. */
export async function fill(url: string): Promise<SessionRef[]> {
  const postgres = await openPostgres({ url, log, poolSize: 2 });
  await postgres.crossTenant.createFirstOrganization({
    organizationName: 'Tab\tnewline\nbackslash\\N "quotes" \u{1F988}',
    email: 'admin@parley.local',
    passwordHash: 'x',
    displayName: 'Admin',
    channelName: 'Web',
  });
  await postgres.crossTenant.setInstanceValue('jwt', 'a\\b\n');
  const sessions = await asOwner(url, fillRows);
  await fillDocuments(
    {
      messages: onPostgres.createMessageLog(postgres.documents),
      conversations: onPostgres.createConversationStore(postgres.documents),
      memory: onPostgres.createMemoryStore(postgres.documents),
      vectors: onPostgres.createVectorStore(postgres.documents),
      audit: onPostgres.createAuditLog(postgres.documents),
    },
    sessions,
  );
  await postgres.close();
  return sessions;
}

async function fillRows(client: Client): Promise<SessionRef[]> {
  const { rows } = await client.query<{ id: string; channel: string }>(
    `SELECT o.id, (SELECT id FROM channels) AS channel FROM organizations o`,
  );
  const { id, channel } = rows[0]!;
  await client.query(
    `UPDATE channels SET config = '{"greeting": "Tab\\there", "identitySecret": "sealed:abc", "olderField": 1}',
       health = '{"ok": true}'`,
  );
  await client.query(
    `INSERT INTO customers (organization_id, external_id, first_name, metadata)
     SELECT $1, 'c-' || n, E'N\\\\N\\t' || n, jsonb_build_object('n', n) FROM generate_series(1, 50) n`,
    [id],
  );
  await client.query(
    `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, labels, last_message, metadata)
     SELECT $1, id, $2, 'web', ARRAY['a,b', '"c"', ''],
       '{"seq": 5, "type": "text", "sender": "customer", "text": "\\n", "timestamp": "2026-01-02T03:04:05.678Z"}',
       '{"rating": {"score": 4}}' FROM customers`,
    [id, channel],
  );
  await client.query(
    `WITH pair AS (SELECT min(id::text)::uuid AS one, max(id::text)::uuid AS other FROM customers),
       linked AS (INSERT INTO customer_links (organization_id, customer_id, linked_customer_id, evidence, linked_by)
         SELECT $1::uuid, one, other, 'agent', '{"kind": "user", "name": "Ada \\\\N"}' FROM pair)
     INSERT INTO identity_codes (organization_id, customer_id, proved_customer_id, code_hash, sent_by, expires_at)
     SELECT $1::uuid, one, other, repeat('0a', 32), '{"kind": "system", "name": "Parley"}', now() FROM pair`,
    [id],
  );
  await client.query(
    `INSERT INTO customer_calls (organization_id, customer_id, at, direction, minutes, outcome, author)
     SELECT organization_id, id, now(), 'out', 5, E'Asked \\t for\\N', jsonb_build_object('kind', 'user', 'id', gen_random_uuid(), 'name', 'Ada')
     FROM customers LIMIT 1`,
  );
  await client.query(
    `INSERT INTO customer_notes (organization_id, customer_id, text, author)
     SELECT organization_id, id, E'Likes \\t tea\\N', jsonb_build_object('kind', 'user', 'id', gen_random_uuid(), 'name', 'Ada')
     FROM customers LIMIT 1`,
  );
  await client.query(
    `INSERT INTO customer_relationships (organization_id, customer_id, other_id, role, own_role, author)
     SELECT $1::uuid, min(id::text)::uuid, max(id::text)::uuid, E'a\\tb', 'Spouse',
       jsonb_build_object('kind', 'api_key', 'id', gen_random_uuid(), 'name', 'CRM') FROM customers`,
    [id],
  );
  await client.query(
    `INSERT INTO attribute_changes (organization_id, customer_id, attribute, was, becomes, by, created_at)
     SELECT organization_id, id, 'plan', '"a\\tb"', NULL, '{"kind": "system", "name": "Rule"}', 'epoch' FROM customers LIMIT 1`,
  );
  await client.query(
    `INSERT INTO customer_visits (organization_id, customer_id, visit)
     SELECT organization_id, id, '{"pages": [{"url": "https://shop.example/a", "title": "A \\\\N", "at": "2026-01-02T03:04:05.678Z"}], "device": "phone", "updatedAt": "2026-01-02T03:04:05.678Z"}'
     FROM customers LIMIT 1`,
  );
  await client.query(`INSERT INTO mail_stops (organization_id, address_hash) VALUES ($1, repeat('0b', 32))`, [
    id,
  ]);
  await client.query(
    `INSERT INTO customer_objects (organization_id, customer_id, type, object_id, is_open, fields)
     SELECT organization_id, id, 'order', '47\\11', true, '{"carrier": "Sea", "parcels": 2}' FROM customers LIMIT 1`,
  );
  await client.query(
    `WITH test AS (INSERT INTO answer_tests (organization_id, question, history, facts)
         VALUES ($1, E'how long\\n?', '{"hello, \\"you\\""}', '{5 days}') RETURNING id),
       run AS (INSERT INTO answer_runs (organization_id, draft, today) VALUES ($1, '{"turnCap": null}', '{}') RETURNING id)
     INSERT INTO answer_run_results (organization_id, run_id, test_id, verdict, settings, confidence, sources)
     SELECT $1::uuid, run.id, test.id, 'right', '{"eager": "wrong"}', 0.5, '[{"articleId": "a", "title": "t"}]' FROM test, run`,
    [id],
  );
  await client.query(
    `INSERT INTO identity_proofs (organization_id, customer_id, proved_customer_id)
     SELECT organization_id, customer_id, proved_customer_id FROM identity_codes`,
  );
  await client.query(
    `WITH company AS (INSERT INTO companies (organization_id, external_id, name, domains, tier, owner_agent_id, notes, attributes)
       SELECT organization_id, 'account-1', E'A \\cme', '{acme.example}', 'vip', id, E'Pays\tlate', '{"seats": 5}' FROM agents LIMIT 1
       RETURNING id)
     UPDATE customers SET company_id = company.id, attributes = '{"plan": "pro"}' FROM company WHERE external_id = 'c-7'`,
  );
  await client.query(
    `INSERT INTO tools (organization_id, name, description, url_template, headers, answer, object_type, identity, timeout_ms)
     VALUES ($1, 'order_status', '', 'https://shop.test/{objectId}/{email}', '{"X-Key": "sealed:abc"}',
       '{"type": "object", "properties": {"status": {"type": "string", "path": "a.b"}}}', 'order', 'email', 3000)`,
    [id],
  );
  await client.query(
    `INSERT INTO canned_replies (organization_id, user_id, shortcut, title, content, uses, last_used_at)
     SELECT organization_id, id, 'hallo', E'A \\title', E'Hi {{customer.name}}\n\\N', 3, now() FROM users LIMIT 1`,
  );
  await client.query(
    `INSERT INTO teams (organization_id, name, agent_ids, labels, languages, channel_ids, business_hours)
     SELECT organization_id, E'Team\\t"1"', ARRAY[id], ARRAY[E'a\\\\b'], ARRAY['de'], ARRAY[$1::uuid],
       '{"timeZone": "Europe/Berlin", "days": {"mon": [["09:00", "17:00"]]}}' FROM agents LIMIT 1`,
    [channel],
  );
  await client.query(
    `WITH change AS (INSERT INTO label_changes (organization_id, label, becomes, by_name) VALUES ($1, E'a\\tb', 'c', 'Ada'))
     INSERT INTO labels (organization_id, name, colour, description) VALUES ($1, E'A \\"b"', 'teal', E'When\\tit is')`,
    [id],
  );
  await client.query(
    `INSERT INTO macros (organization_id, user_id, shortcut, title, steps, uses, last_used_at)
     SELECT organization_id, id, 'zurück', E'A \\title', '{"reply": "Hi {{customer.name}}", "close": true}', 3, now() FROM users LIMIT 1`,
  );
  await client.query(
    `WITH rule AS (INSERT INTO automation_rules (organization_id, name, active_since, definition, secret)
       VALUES ($1, E'Rule\\t"1"', NULL, '{"when": {"on": "opened"}, "if": {}, "then": [{"do": "note", "text": "a\\n"}]}', 'sealed:abc')
       RETURNING id, organization_id),
     watch AS (INSERT INTO automation_watches (session_id, organization_id, seq, status, labels, answered_seq, answered_at)
       SELECT id, organization_id, 5, 'active', ARRAY['a,b'], 4, now() FROM sessions LIMIT 1)
     INSERT INTO automation_runs (organization_id, rule_id, session_id, seq, woken_by, status, matched, outcomes, chain, why)
     SELECT r.organization_id, r.id, s.id, 1, 'opened', 'done', '[{"field": "label", "value": "a"}]',
       '[{"do": "note", "outcome": "failed", "why": "\\t"}]', ARRAY[r.id], 'x' FROM rule r, sessions s LIMIT 1`,
    [id],
  );
  await client.query(
    `WITH book AS (INSERT INTO playbooks (organization_id, name, is_active, definition)
       VALUES ($1, E'Refund\\t"1"', true, '{"when": {"words": ["a\\\\b"]}, "steps": [{"id": "0b5a4f6e-6c1f-4d0e-9a3b-1f2e3d4c5b6a", "text": "Ask\\n"}]}')
       RETURNING id, organization_id)
     INSERT INTO playbook_runs (organization_id, session_id, playbook_id, name, steps, offered_at, started_at, started_by)
     SELECT b.organization_id, s.id, b.id, 'Refund', '[{"id": "0b5a4f6e-6c1f-4d0e-9a3b-1f2e3d4c5b6a", "text": "Ask", "state": "skipped", "reason": "No\\t"}]',
       now(), now(), 'Ada' FROM book b, sessions s LIMIT 1`,
    [id],
  );
  await client.query(
    `INSERT INTO follow_ups (organization_id, session_id, kind, seen_seq, since, text, promised, language, model)
     SELECT organization_id, id, 'promised', 3, now(), E'Hello \\N', E'We will\\tcall', 'en', 'm' FROM sessions LIMIT 1`,
  );
  await client.query(
    `INSERT INTO mentions (organization_id, agent_id, session_id, seq, by_name)
     SELECT s.organization_id, a.id, s.id, 1, 'Ada' FROM sessions s, agents a LIMIT 1`,
  );
  await client.query(
    `WITH chosen AS (INSERT INTO notification_choices (organization_id, agent_id, kind, way, wanted)
       SELECT organization_id, id, 'mentioned', 'mail', true FROM agents LIMIT 1),
     device AS (INSERT INTO push_devices (organization_id, agent_id, family, endpoint, p256dh, auth, words)
       SELECT organization_id, id, gen_random_uuid(), 'https://93.184.216.34/a', repeat('B', 87), repeat('A', 22), '{"titles": {"assigned": "a", "unanswered": "a", "message": "a", "waiting": "a", "returned": "a", "mentioned": "a\\n", "due_soon": "a", "overdue": "a", "not_sent": "a"}, "visitor": "b"}' FROM agents LIMIT 1 RETURNING *),
     news AS (INSERT INTO push_news (organization_id, device_id, session_id, kind, at, until)
       SELECT d.organization_id, d.id, s.id, 'mentioned', now(), now() FROM device d, sessions s LIMIT 1)
     INSERT INTO mail_news (organization_id, agent_id, session_id, kind)
     SELECT s.organization_id, a.id, s.id, 'mentioned' FROM sessions s, agents a LIMIT 1`,
  );
  await client.query(
    `INSERT INTO weekly_mails (organization_id, user_id, wanted, time_zone, week, state, reason)
     SELECT organization_id, id, true, 'Europe/Berlin', '2026-03-02', 'refused', E'No \\N' FROM users WHERE organization_id IS NOT NULL LIMIT 1`,
  );
  await client.query(
    `INSERT INTO scheduled_messages (organization_id, session_id, agent_id, agent_name, text, send_at, seen_seq, held_because)
     SELECT s.organization_id, s.id, a.id, 'Ada', E'Later \\N', '2026-01-01', 1, 'Closed' FROM sessions s, agents a LIMIT 1`,
  );
  await client.query(
    `INSERT INTO reply_drafts (organization_id, agent_id, session_id, kind, text)
     SELECT s.organization_id, a.id, s.id, 'note', E'Half a \\n sentence' FROM sessions s, agents a LIMIT 1`,
  );
  const criterion = `'[{"id": "0b5a4f6e-6c1f-4d0e-9a3b-1f2e3d4c5b6a", "name": "Tone", "good": "Warm\\n", "weight": 2, "scale": "yes_no", "critical": true}]'`;
  await client.query(
    `WITH card AS (INSERT INTO quality_cards (organization_id, criteria, per_agent, per_team, per_ai) VALUES ($1, ${criterion}, 2, 0, 3)),
       sample AS (INSERT INTO quality_samples (organization_id, week, seed) VALUES ($1, '2026-03-02', gen_random_uuid())),
       review AS (INSERT INTO quality_reviews (organization_id, session_id, week, by, agent_id, agent_name, state, criteria, scores, score,
           comment, proposal, agrees, answer, answered_at)
         SELECT s.organization_id, s.id, '2026-03-02', 'agent', a.id, E'Ada\\t', 'done', ${criterion},
           '[{"criterionId": "0b5a4f6e-6c1f-4d0e-9a3b-1f2e3d4c5b6a", "name": "Tone", "value": 1, "points": 1}]', 100, E'Well \\N',
           '{"model": "m", "at": "2026-03-09T00:00:00.000Z", "scores": []}', false, 'No', now() FROM sessions s, agents a LIMIT 1
         RETURNING *)
     INSERT INTO coaching_notes (organization_id, agent_id, review_id, session_id, text, author_name)
     SELECT organization_id, agent_id, id, session_id, E'Ask \\ first', 'Grace' FROM review`,
    [id],
  );
  await client.query(
    `INSERT INTO insights (organization_id, kind, key, name, count, before, session_ids, until, state, agent_id, changed_by)
     SELECT s.organization_id, 'label', E'a\\b', E'a\\b', 12, '{1,0,2,1}', ARRAY[s.id], now(), 'reviewed', a.id, E'Ada\t'
     FROM sessions s, agents a LIMIT 1`,
  );
  await client.query(
    `INSERT INTO promise_outcomes (organization_id, session_id, target, since, policy_id, policy_name, at, kept, agent_id, team_id, priority)
     SELECT s.organization_id, s.id, 'first_reply', now(), gen_random_uuid(), E'Urgent\\N', now(), false, a.id, s.team_id, 'high'
     FROM sessions s, agents a LIMIT 1`,
  );
  await client.query(
    `INSERT INTO saved_views (organization_id, user_id, name, filter, position)
     SELECT organization_id, id, E'Late \\N', '{"label": ["vip"], "waitsLongerThan": 5}', 2 FROM users LIMIT 1`,
  );
  await client.query(
    `INSERT INTO invitations (organization_id, email, role, team_ids, token_hash, invited_by, expires_at, mail_trouble)
     SELECT organization_id, 'ada@shop.example', 'agent', ARRAY[id], 'hash', id, now() + interval '7 days', E'No\tmailbox'
     FROM users LIMIT 1`,
  );
  await client.query(
    `INSERT INTO password_resets (token_hash, organization_id, user_id, expires_at)
     SELECT 'hash', organization_id, id, now() + interval '1 hour' FROM users LIMIT 1`,
  );
  await client.query(
    `INSERT INTO tool_calls (organization_id, session_id, tool, arguments, outcome, latency_ms)
     SELECT organization_id, id, 'order_status', '{"objectId": "4711"}', 'found', 12 FROM sessions LIMIT 1`,
  );
  await client.query(
    `INSERT INTO inbound_events (organization_id, channel_id, provider_id, body) VALUES ($1, $2, 'p', '\\x00ff0a5c')`,
    [id, channel],
  );
  await client.query(
    `INSERT INTO message_search (organization_id, session_id, seq, tsv)
     SELECT organization_id, id, 1, to_tsvector('simple', 'where''s my \\ parcel') FROM sessions`,
  );
  await client.query(
    `INSERT INTO knowledge_base (id, organization_id, title, content, url) VALUES ($2, $1, 't', 'c', 'https://shop.example/a')`,
    [id, article],
  );
  await client.query(
    `INSERT INTO settings (organization_id, category, key, value)
     VALUES ($1, 'routing', 'goneAfterSeconds', '300'), ($1, 'own', 'k', '{"any": ["thing", null]}')`,
    [id],
  );
  await client.query(
    `INSERT INTO idempotency_keys (organization_id, route, key, request_hash, status, response) VALUES ($1, 'r', 'k', 'h', 200, '{"a": 1}')`,
    [id],
  );
  await client.query(
    `INSERT INTO attachments (organization_id, file_name, media_type, size, uploaded_by)
     SELECT $1, 'a.txt', 'text/plain', 1, id FROM customers LIMIT 1`,
    [id],
  );
  await client.query(
    `INSERT INTO file_texts (attachment_id, organization_id, session_id, seq, sender, at, state, content, tsv)
     SELECT a.id, a.organization_id, s.id, 1, 'customer', now(), 'read', E'a\\\\b', to_tsvector('simple', 'where''s my \\ parcel')
     FROM attachments a, sessions s LIMIT 1`,
  );
  await client.query(
    `INSERT INTO analytics (organization_id, date, channel_metrics) VALUES ($1, '2026-01-01', '{"web": {"totalConversations": 3}}')`,
    [id],
  );
  await client.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Second')`, [secondOrganization]);
  await client.query(`INSERT INTO customers (id, organization_id) VALUES ($1, $2)`, [
    secondCustomer,
    secondOrganization,
  ]);
  await client.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Pigeon', 'pigeon', 'k2')`,
    [secondChannel, secondOrganization],
  );
  const found = await client.query<SessionRef>(
    `SELECT id, organization_id AS "organizationId", customer_id AS "customerId", channel_id AS "channelId" FROM sessions ORDER BY id`,
  );
  return found.rows;
}

interface Documents {
  messages: MessageLog;
  conversations: ConversationStore;
  memory: MemoryStore;
  vectors: VectorStore;
  audit: AuditLog;
}

/** Through the stores that Parley writes with; keys that read like operators and paths among them. */
async function fillDocuments(stores: Documents, sessions: readonly SessionRef[]): Promise<void> {
  const [{ organizationId, customerId, id: sessionId }] = sessions as [SessionRef];
  for (let n = 1; n <= 5; n += 1)
    await stores.messages.append(sessions.map((session) => ({ session, message: messageOf(n) })));
  await stores.messages.markRead({ organizationId, sessionId }, { upTo: 1, reader: 'team', at: now });
  await stores.conversations.upsert({
    organizationId,
    sessionId,
    summary: 'a\tb',
    topics: [],
    intents: ['refund'],
    aiResolved: false,
    messageCount: 5,
    firstMessageAt: now,
    metadata: { language: 'en' },
  });
  await stores.memory.remember(
    { organizationId, customerId, type: 'long_term', key: 'a.$b', value: { '$x.y': 1 }, importance: 0.5 },
    new Date(now),
  );
  await stores.vectors.replace({ organizationId, sourceType: 'knowledge_base', sourceId: article }, [
    { text: 't', embedding: Float32Array.of(0.1, 1, -2.5), metadata: { model: 'm' } },
  ]);
  await stores.audit.record({
    id: randomUUID(),
    organizationId,
    action: 'a.b',
    resource: 'a',
    details: { deep: { n: 1 } },
    timestamp: now,
  });
}

const now = '2026-01-02T03:04:05.678Z';

const fromArticle = { articleId: article, chunkId: article, title: 'Refunds', excerpt: '5 days', score: 0.9 };

function messageOf(n: number): NewMessage {
  const common = { id: randomUUID(), isRead: false, timestamp: now };
  if (n === 4)
    return {
      ...common,
      type: 'system',
      sender: 'system',
      content: { systemAction: 'labeled', data: { '$labels.x': ['a\\b'] } },
      metadata: {},
    };
  return {
    ...common,
    type: n === 5 ? 'file' : 'text',
    sender: 'customer',
    senderName: 'Ada',
    content: n === 5 ? { mediaUrl: `/files/${article}` } : { text: `n\t${n}` },
    metadata: {
      clientMessageId: `c${n}`,
      // As without a PUBLIC_URL.
      ...(n === 2 && { sources: [{ ...fromArticle, url: '/help/articles/refunds' }] }),
    },
  };
}

/** The documents of `fill` in MongoDB instead, for the same sessions. */
export async function fillMongo(url: string, sessions: readonly SessionRef[]): Promise<void> {
  const mongo = await onMongo.openMongo({ url, log });
  await fillDocuments(
    {
      messages: onMongo.createMongoMessageLog(mongo),
      conversations: onMongo.createMongoConversationStore(mongo),
      memory: onMongo.createMongoMemoryStore(mongo),
      vectors: onMongo.createMongoVectorStore(mongo),
      audit: onMongo.createMongoAuditLog(mongo),
    },
    sessions,
  );
  await mongo.close();
}

/** The same archive with another text in the place of one of its files, and a manifest that vouches for it. */
export async function rewrite(
  archive: string,
  name: string,
  change: (text: string) => string,
): Promise<void> {
  const folder = dirname(archive);
  const [before, after] = [await openSpool(folder), await openSpool(folder)];
  const manifest = await unpack(archive, before);
  for (const entry of manifest.entries) {
    const old = await buffer(before.read(entry.name));
    const bytes = entry.name === name ? Buffer.from(change(old.toString())) : old;
    if (entry.name === name && bytes.equals(old)) throw new Error(`Nothing was changed in ${name}.`);
    Object.assign(entry, await after.write(entry.name, Readable.from([bytes])));
    if (entry.name === name && entry.rows !== undefined) entry.rows = bytes.toString().split('\n').length - 1;
  }
  await pack(`${archive}.hostile`, manifest, after);
  await rename(`${archive}.hostile`, archive);
  await before.close();
  await after.close();
}
