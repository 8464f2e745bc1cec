// A small whole for tests of answers: real PostgreSQL, the real core, knowledge and responder; only the model is a fake.
import { randomUUID } from 'node:crypto';
import { createAudienceOf } from '../src/app/answers/audience';
import type { Proof } from '../src/customers/store';
import { DomainError } from '../src/errors';
import {
  createAnswerCache,
  noAnswerCache,
  type AnswerCacheDeps,
} from '../src/responder/answer-cache/answer-cache';
import type { AnswerCacheStore } from '../src/responder/answer-cache/store';
import { noOwnData } from '../src/responder/own-data/own-data';
import { noToolbox, type MakeToolbox } from '../src/responder/own-data/toolbox';
import { noMemory, type Recalled } from '../src/responder/memory-for-answer';
import { createEventBus, type EventBus } from '../src/events';
import type { EmbedderChoice } from '../src/knowledge/embed/embedder';
import { createKnowledge, type Knowledge } from '../src/knowledge/knowledge';
import { noSynonyms } from '../src/knowledge/synonyms';
import { createLog } from '../src/log';
import { aiSettings, type ResponderSettings } from '../src/protocol/answers';
import type { Message } from '../src/protocol/model/message';
import type { Provider } from '../src/responder/providers/provider';
import { createPacketMaker } from '../src/responder/handover-packet';
import { createResponder, type Responder } from '../src/responder/responder';
import { everybodyLets } from '../src/responder/run-budget';
import type { RunLimits } from '../src/responder/store';
import type { SessionState } from '../src/sessions/session';
import { createSessions, type SessionsService } from '../src/sessions/sessions';
import { createAnswerStore } from '../src/stores/postgres/tenant/responder/answers';
import { createCustomerStore } from '../src/stores/postgres/tenant/customers/customers';
import { openPostgres, type Postgres } from '../src/stores/postgres/connection/database';
import { createMessageLog, createVectorStore } from '../src/stores/postgres/documents';
import { eventually } from '../src/tools/eventually';
import { createKnowledgeStore } from '../src/stores/postgres/tenant/knowledge/knowledge';
import { createSessionRows } from '../src/stores/postgres/tenant/sessions/sessions';
import type { ThrowawayPostgres } from './dev-env/postgres';

export const wordsAlone: EmbedderChoice = { reason: 'this test searches by words' };

export interface Customer {
  id: string;
  says(text: string): Promise<SessionState>;
}

export interface World {
  postgres: Postgres;
  organizationId: string;
  events: EventBus;
  sessions: SessionsService;
  knowledge: Knowledge;
  responder: Responder;
  settings: ResponderSettings;
  /** What each session, customer and organization may have the AI do, counted from the start. */
  allowedRuns: number;
  /** What whoever writes may have looked up. */
  toolbox: MakeToolbox;
  /** What is remembered of whoever writes. */
  recalled: Recalled;
  /** @param provedBy how their identity is proved */
  customer(provedBy?: Proof): Promise<Customer>;
  /** The whole log of a session. */
  log(session: SessionState): Promise<Message[]>;
  /** Waits for the first message after `seq` that is not the customer's. */
  reaction(session: SessionState, seq?: number): Promise<Message>;
  /** Looks into the cache of answers, oldest first. */
  looked: Array<Parameters<AnswerCacheDeps['looked']>[0]>;
  /** Waits until the AI is done with every message. */
  quiet(): Promise<void>;
  /** Rows of `answers`, oldest first. */
  recorded(): Promise<Array<Record<string, unknown>>>;
  close(): Promise<void>;
}

export interface WorldOptions {
  provider: Provider;
  fallbacks?: Provider[];
  embeddings?: EmbedderChoice;
  deadlineMs?: number;
  debounceMs?: number;
  /** Default: every question is answered anew. */
  answerCache?: AnswerCacheStore;
}

export async function createWorld(server: ThrowawayPostgres, options: WorldOptions): Promise<World> {
  const logger = createLog('silent');
  const database = await server.migratedDatabase();
  const postgres = await openPostgres({ url: database.url, log: logger });
  const { withOrganization, documents, crossTenant } = postgres;
  const { organizationId } = await crossTenant.createFirstOrganization({
    organizationName: 'Harbour & Pine',
    email: 'admin@answers.test',
    passwordHash: 'x',
    displayName: 'Admin',
    channelName: 'Web',
  });
  const channelId = await withOrganization(organizationId, async (manager) => {
    const [channel] = (await manager.query('SELECT id FROM channels')) as Array<{ id: string }>;
    return channel!.id;
  });
  const events = createEventBus((error) => {
    throw error;
  });
  const log = createMessageLog(documents);
  const sessions = createSessions({
    bornAs: () => undefined,
    detectIn: () => ({}),
    handoverWords: () => Promise.resolve(undefined),
    ratingWords: () => Promise.resolve(undefined),
    withSla: (state) => state,
    mergeTurn: (organizationId, work) => postgres.changeTurn(organizationId, 'merges', work),
    log,
    rows: createSessionRows(postgres),
    projection: crossTenant,
    events,
    logger,
    now: postgres.now,
    assign: (_organizationId, wanted, record) =>
      record(
        wanted.map(() => undefined),
        [],
      ),
  });
  const knowledge: Knowledge = createKnowledge({
    synonymsOf: () => Promise.resolve(noSynonyms),
    store: createKnowledgeStore(withOrganization),
    vectors: createVectorStore(documents),
    embeddings: options.embeddings ?? wordsAlone,
    events,
    embedLater: (id) => void knowledge.embedPending(id),
    log: logger,
    recheckMs: 50,
  });
  const settings: ResponderSettings = aiSettings.parse({});
  const customers = createCustomerStore(withOrganization, String);
  const responder = createResponder({
    audienceOf: createAudienceOf(customers),
    decided() {},
    sessions,
    knowledge,
    provider: options.provider,
    ...(options.fallbacks && { fallbacks: options.fallbacks }),
    answers: createAnswerStore(withOrganization),
    limits: createRunLimits(() => world.allowedRuns),
    modelChoice: everybodyLets,
    events,
    settings: () => Promise.resolve(settings),
    makePacket: createPacketMaker({
      specialties: async () => [],
      language: async () => undefined,
      remembered: async () => ({}),
      log: logger,
    }),
    ownData: noOwnData,
    prepareOwnData: async () => undefined,
    cache: options.answerCache
      ? createAnswerCache({
          store: options.answerCache,
          knowledge,
          provider: options.provider,
          looked: (look) => void world.looked.push(look),
          log: logger,
        })
      : noAnswerCache,
    toolbox: (asked) => world.toolbox(asked),
    recalled: (session) => world.recalled(session),
    now: postgres.now,
    log: logger,
    deadlineMs: options.deadlineMs ?? 3_000,
    burstMs: () => options.debounceMs ?? 30,
  });
  const world: World = {
    postgres,
    organizationId,
    events,
    sessions,
    knowledge,
    responder,
    settings,
    allowedRuns: 100,
    toolbox: noToolbox,
    recalled: noMemory,
    looked: [],
    async customer(provedBy) {
      const { id } = await customers.create(organizationId, {});
      if (provedBy)
        await customers.addIdentity(organizationId, id, { kind: 'external', value: randomUUID(), provedBy });
      return {
        id,
        says: async (text) => {
          const address = { organizationId, channelId, channelType: 'web', customerId: id } as const;
          return (await sessions.receive({ ...address, content: { text } })).session;
        },
      };
    },
    log: ({ id }) => sessions.messages(organizationId, id, { after: 0, limit: 500 }),
    reaction: (session, seq = 0) =>
      eventually(async () =>
        (await world.log(session)).find((message) => message.seq > seq && message.sender !== 'customer'),
      ),
    async quiet() {
      await eventually(() => responder.stats().runs === 0);
    },
    recorded: () =>
      withOrganization(organizationId, (manager) =>
        manager.query('SELECT * FROM answers ORDER BY created_at'),
      ),
    async close() {
      await responder.close();
      await knowledge.close();
      await sessions.drain();
      await postgres.close();
      await database.drop();
    },
  };
  return world;
}

function createRunLimits(allowed: () => number): RunLimits {
  const taken = new Map<string, number>();
  return {
    async take(type, id) {
      const count = (taken.get(`${type} ${id}`) ?? 0) + 1;
      taken.set(`${type} ${id}`, count);
      if (count > allowed()) throw new DomainError('rate_limited', 'Too many.', { retryAfter: 1 });
    },
  };
}
