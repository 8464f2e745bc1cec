// What every row of an archive must look like, beyond the types and lengths that PostgreSQL sees to itself.
import { z } from 'zod';
import { channelType, type ChannelType } from '../../protocol/model/channel';
import { attributeValue } from '../../protocol/customer-attributes';
import { customerNote } from '../../protocol/customer-notes';
import { verdicts } from '../../protocol/answer-tests';
import { audiences, embeddingStatuses } from '../../protocol/knowledge';
import { importKinds, importOptions, importStatuses, itemStatuses } from '../../protocol/knowledge-imports';
import { inboundStatuses } from '../../protocol/inbound-events';
import { deliveries, messageTypes, senders } from '../../protocol/model/message';
import { keptTool } from '../../protocol/mcp-servers';
import { newRule, ruleRun, runStatuses } from '../../protocol/automation-rules';
import { labelColours } from '../../protocol/labels';
import { macroSteps } from '../../protocol/macros';
import { insightKinds, insightStates } from '../../protocol/insights';
import { followUpKinds, followUpStates } from '../../protocol/follow-ups';
import { newsKinds, newsWays, pushSubscribing } from '../../protocol/notifications';
import { archivedPlaybook } from '../../protocol/playbooks';
import { archivedReview } from '../../protocol/quality';
import { fileStates } from '../../protocol/search';
import { newTool, toolCall } from '../../protocol/tools';
import { visit } from '../../protocol/visits';
import { lastMessage, priority, sessionStatus } from '../../protocol/model/session';
import { slaTarget, sla } from '../../protocol/model/sla';
import { tiers } from '../../protocol/model/tier';
import { clock } from '../../sessions/sla-clock';
import {
  auditEntry,
  conversation,
  free,
  message,
  remembered,
  uuid,
  vectorText,
  webLink,
} from './document-shapes';
import { UnfitRow } from './checked-lines';
import { refuseUnplain } from './plain-value';
import type { Row } from './copied-row';

/** Schemas that belong to others. */
export interface OwnedShapes {
  /** Of a channel's config, with open secrets in it or sealed ones; undefined for a type that this server does not know. */
  config(type: ChannelType): z.ZodType | undefined;
  /** Of a setting's value; undefined where any JSON may be kept. */
  setting(category: string, key: string): z.ZodType | undefined;
}

const any = z.unknown();
const metadata = z.looseObject({
  rating: z.looseObject({ score: z.number().optional() }).optional(),
  handover: free.optional(),
});
/** Hexadecimal, of whole 32-bit floats. */
const floats = z.string().refine((hex) => hex.startsWith('\\x') && hex.length % 8 === 2, 'is no vector');

const linkedBy = z.object({
  kind: z.enum(['user', 'api_key', 'system']),
  id: uuid.optional(),
  name: z.string(),
});

const callAuthor = linkedBy.extend({ kind: z.enum(['user', 'api_key']), id: uuid });

const block = z.object({
  reason: z.string(),
  by: linkedBy,
  at: z.iso.datetime(),
  until: z.iso.datetime().optional(),
});

const shapes: Record<string, z.ZodType> = {
  users: z.object({ role: z.enum(['admin', 'supervisor', 'agent', 'user']) }),
  channels: z.object({
    type: channelType,
    config: free,
    health: z.looseObject({
      ok: z.boolean().optional(),
      lastError: z.string().optional(),
      mailbox: z.looseObject({ state: z.string() }).optional(),
    }),
  }),
  customers: z.object({
    metadata: free,
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    blocked: block.nullable(),
  }),
  companies: z.object({
    domains: z.array(z.string()),
    tier: z.enum(tiers),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  customer_identities: z.object({
    kind: z.enum(['phone', 'whatsapp', 'email', 'unverified_email', 'external']),
    proved_by: z.enum(['jwt', 'channel', 'agent', 'none']),
  }),
  customer_links: z.object({
    evidence: z.enum(['jwt', 'channel', 'code', 'agent']),
    linked_by: linkedBy,
    undone_by: linkedBy.nullable(),
  }),
  identity_codes: z.object({
    code_hash: z.string().regex(/^[0-9a-f]{64}$/, 'is no hash'),
    sent_by: linkedBy,
  }),
  answer_runs: z.object({
    status: z.enum(['running', 'done', 'failed']),
    draft: free.nullable(),
    today: free,
  }),
  answer_run_results: z.object({
    verdict: z.enum(verdicts),
    verdict_before: z.enum(verdicts).nullable(),
    settings: z.record(z.string(), z.enum(verdicts)),
    sources: z.array(z.object({ articleId: z.string(), title: z.string() })),
  }),
  customer_calls: z.object({ direction: z.enum(['in', 'out']), author: callAuthor }),
  customer_notes: z.object({ author: callAuthor, mentions: customerNote.shape.mentions.optional() }),
  customer_relationships: z.object({ author: callAuthor }),
  customer_visits: z.object({
    visit: visit.extend({ pages: z.array(visit.shape.pages.element.extend({ url: webLink })) }),
  }),
  mail_stops: z.object({ address_hash: z.string().regex(/^[0-9a-f]{64}$/, 'is no hash') }),
  customer_objects: z.object({
    url: webLink.nullable(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  tools: z.object({
    headers: z.record(z.string(), z.string()),
    answer: newTool.shape.answer,
    identity: newTool.shape.identity,
  }),
  mcp_servers: z.object({ url: webLink, tools: z.array(keptTool) }),
  labels: z.object({ colour: z.enum(labelColours).nullable() }),
  macros: z.object({ steps: macroSteps }),
  playbooks: z.object({
    definition: z.object({ when: archivedPlaybook.when, steps: archivedPlaybook.steps }),
  }),
  follow_ups: z.object({ kind: z.enum(followUpKinds), state: z.enum(followUpStates) }),
  playbook_runs: z.object({ steps: archivedPlaybook.runSteps }),
  automation_rules: z.object({ definition: newRule.pick({ when: true, if: true, then: true }) }),
  attribute_changes: z.object({
    was: attributeValue.nullable(),
    becomes: attributeValue.nullable(),
    by: linkedBy.extend({ kind: z.enum(senders), name: z.string().optional(), runId: uuid.optional() }),
  }),
  automation_watches: z.object({ status: sessionStatus }),
  automation_runs: z.object({
    status: z.enum([...runStatuses, 'skipped']),
    matched: ruleRun.shape.matched,
    outcomes: ruleRun.shape.outcomes,
  }),
  tool_calls: z.object({ arguments: z.record(z.string(), z.string()), outcome: toolCall.shape.outcome }),
  sessions: z.object({
    channel_type: channelType,
    status: sessionStatus,
    priority,
    opening_priority: priority.nullish(),
    last_message: lastMessage.nullable(),
    metadata,
    clocks: z.array(clock).nullish(),
    sla: sla.nullish(),
  }),
  quality_cards: z.object({ criteria: archivedReview.criteria }),
  quality_reviews: z.object({
    by: archivedReview.by,
    state: archivedReview.state,
    criteria: archivedReview.criteria.nullable(),
    scores: archivedReview.scores,
    proposal: archivedReview.proposal.nullable(),
  }),
  notification_choices: z.object({ kind: z.enum(newsKinds), way: z.enum(newsWays) }),
  mail_news: z.object({ kind: z.enum(newsKinds) }),
  push_devices: z.object({
    endpoint: pushSubscribing.shape.endpoint,
    ...pushSubscribing.shape.keys.shape,
    words: pushSubscribing.shape.words,
  }),
  push_news: z.object({ kind: z.enum(newsKinds) }),
  insights: z.object({ kind: z.enum(insightKinds), state: z.enum(insightStates) }),
  promise_outcomes: z.object({ target: slaTarget, priority: priority.nullish() }),
  analytics: z.object({
    channel_metrics: z.record(z.string(), z.object({ totalConversations: z.int() })).nullable(),
  }),
  knowledge_base: z.object({
    audience: z.enum(audiences),
    embedding_status: z.enum(embeddingStatuses),
    url: webLink.nullable(),
    saved_by: linkedBy.nullable(),
  }),
  knowledge_imports: z.object({
    kind: z.enum(importKinds),
    status: z.enum(importStatuses),
    options: importOptions,
    created_by: linkedBy.nullable(),
  }),
  knowledge_import_items: z.object({ status: z.enum(itemStatuses) }),
  article_drafts: z.object({
    audience: z.enum(audiences),
    url: webLink.nullable(),
    saved_by: linkedBy.nullable(),
  }),
  article_versions: z.object({
    audience: z.enum(audiences),
    url: webLink.nullable(),
    saved_by: linkedBy.nullable(),
  }),
  settings: z.object({ value: any.refine((value) => value !== null, 'is null') }),
  inbound_events: z.object({ headers: z.record(z.string(), z.string()), status: z.enum(inboundStatuses) }),
  inbound_files: z.object({
    media: z.strictObject({ id: z.string(), mediaType: z.string().optional(), fileName: z.string() }),
  }),
  deliveries: z.object({ state: z.enum(deliveries), sender: z.enum(senders) }),
  answers: z.object({
    decision: z.enum(['answer', 'clarify', 'handover', 'dropped', 'suggested', 'written']),
  }),
  idempotency_keys: z.object({ response: any }),
  file_texts: z.object({ sender: z.enum(senders), state: z.enum(fileStates) }),
  attachments: z.object({
    media_type: z.string().regex(/^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+=-]+)*$/, 'is no media type'),
  }),
  instance: z.object({ value: z.string().min(1) }),
  messages: z
    .object({ sender: z.enum(senders), type: z.enum(messageTypes), doc: message })
    .refine(({ sender, type, doc }) => sender === doc.sender && type === doc.type, {
      error: 'is not what the columns say',
      path: ['doc'],
    }),
  conversations: z.object({ doc: conversation }),
  memory: z.object({ type: z.enum(['short_term', 'long_term']), doc: remembered }),
  vector_embeddings: z.object({
    source_type: z.enum(['knowledge_base', 'conversation', 'custom']),
    source_id: uuid,
    embedding: floats,
    doc: vectorText,
  }),
  audit_logs: z.object({ doc: auditEntry }),
};

/** Throws an UnfitRow for one that Parley could not have written. */
export function refuseUnfitRow(table: string, row: Row, owned: OwnedShapes): void {
  refuseUnplain(row, { inMongo: false });
  refuseOther(shapes[table], row);
  if (table === 'channels') refuseOther(owned.config(row['type'] as ChannelType), row['config'], 'config');
  if (table === 'settings')
    refuseOther(owned.setting(String(row['category']), String(row['key'])), row['value'], 'value');
}

/** @param name of the value, where it is not the row itself */
export function refuseOther(shape: z.ZodType | undefined, value: unknown, name?: string): void {
  const { error } = shape?.safeParse(value) ?? {};
  if (!error) return;
  const [{ path, message: why }] = error.issues as [z.core.$ZodIssue];
  throw new UnfitRow(`${[...(name === undefined ? [] : [name]), ...path].join('.')}: ${why}`);
}
