// The core on real stores, whichever holds the log, with two "nodes" that share them and know nothing of each other.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createEventBus } from '../../src/events';
import { createLog } from '../../src/log';
import type { Message } from '../../src/protocol/model/message';
import { fold } from '../../src/sessions/fold';
import { emptySession, type SessionState } from '../../src/sessions/session';
import { teamSession } from '../../src/sessions/visibility';
import { createSessions, type SessionsService } from '../../src/sessions/sessions';
import type { MessageLog } from '../../src/sessions/store';
import { createMongoMessageLog } from '../../src/stores/mongo';
import { createMessageLog } from '../../src/stores/postgres/documents';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { eventually } from '../../src/tools/eventually';
import { onEveryDocumentStore, type Stores } from './document-stores';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

function coreContract(name: string, make: () => Promise<Stores<MessageLog>>): void {
  describe(`the core with its log on ${name}`, () => {
    let server: ThrowawayPostgres;
    let postgres: Postgres;
    let organizationId: string;
    let channelId: string;
    let logs: MessageLog[];
    let stores: Stores<MessageLog>;
    const logger = createLog('silent');
    const agents = Array.from({ length: 3 }, (_, i) => ({ id: '', name: `Agent ${i}` }));

    beforeAll(async () => {
      server = await throwawayPostgres();
      postgres = await openPostgres({ url: (await server.migratedDatabase()).url, log: logger });
      const first = await postgres.crossTenant.createFirstOrganization({
        organizationName: 'Core',
        email: 'admin@core.test',
        passwordHash: 'x',
        displayName: 'Admin',
        channelName: 'Web',
      });
      organizationId = first.organizationId;
      stores = await make();
      logs = [await stores.node(), await stores.node()];
      await postgres.withOrganization(organizationId, async (manager) => {
        const [channel] = (await manager.query('SELECT id FROM channels')) as Array<{ id: string }>;
        channelId = channel!.id;
        const [user] = (await manager.query('SELECT id FROM users')) as Array<{ id: string }>;
        for (const agent of agents) {
          const [row] = (await manager.query(
            'INSERT INTO agents (organization_id, user_id, display_name) VALUES ($1, $2, $3) RETURNING id',
            [organizationId, user!.id, agent.name],
          )) as Array<{ id: string }>;
          agent.id = row!.id;
        }
      });
    });

    afterAll(async () => {
      await Promise.all(nodes.map((each) => each.drain()));
      await postgres?.close();
      await stores?.stop();
      await server?.stop();
    });

    const nodes: SessionsService[] = [];

    /** @param watched what is called instead of the log's own */
    function node(watched: Partial<MessageLog> = {}): SessionsService {
      const made = createSessions({
        bornAs: () => undefined,
        detectIn: ({ text }) => (text === 'upset' ? { sentiment: 'negative' } : {}),
        handoverWords: () => Promise.resolve(undefined),
        ratingWords: () => Promise.resolve(undefined),
        withSla: (state) => state,
        mergeTurn: (organization, work) => postgres.changeTurn(organization, 'merges', work),
        log: { ...logs[nodes.length % 2]!, ...watched },
        rows: createSessionRows(postgres),
        projection: postgres.crossTenant,
        events: createEventBus((error) => {
          throw error;
        }),
        logger,
        now: postgres.now,
        assign: (_organizationId, wanted, record) =>
          record(
            wanted.map(() => undefined),
            [],
          ),
      });
      nodes.push(made);
      return made;
    }

    async function newCustomer(): Promise<string> {
      return postgres.withOrganization(organizationId, async (manager) => {
        const [row] = (await manager.query(
          'INSERT INTO customers (organization_id) VALUES ($1) RETURNING id',
          [organizationId],
        )) as Array<{ id: string }>;
        return row!.id;
      });
    }

    async function wholeLog(sessionId: string): Promise<Message[]> {
      return logs[0]!.read({ organizationId, sessionId }, { after: 0, limit: 10_000 });
    }

    const receive = (on: SessionsService, customerId: string, clientMessageId: string = randomUUID()) =>
      on.receive({
        organizationId,
        customerId,
        channelId,
        channelType: 'web',
        clientMessageId,
        content: { text: clientMessageId },
      });

    /** The row as the team sees it, from the log alone. */
    async function folded(row: SessionState): Promise<SessionState> {
      return fold(emptySession(row), await wholeLog(row.id));
    }

    /** A reader's watermark may be beyond the last message that was meant for it: what it counts is the same. */
    const countsOf = ({ readings: { team, customer }, ...state }: SessionState) => ({
      ...state,
      team: [team.received, team.read],
      customer: [customer.received, customer.read],
    });

    const packet = {
      trigger: 'rule' as const,
      reason: 'x',
      summary: 'x',
      stepsTried: [],
      facts: {},
      sentiment: 'neutral' as const,
      language: 'en',
      sources: [],
    };

    const steps = [
      'customer',
      'ai',
      'claim',
      'agent',
      'note',
      'queue',
      'handOver',
      'label',
      'read',
      'close',
      'reopen',
      'erase',
    ] as const;

    async function perform(
      on: SessionsService,
      step: (typeof steps)[number],
      sessionId: string,
      customerId: string,
      n: number,
    ) {
      const command = { organizationId, sessionId };
      const agent = agents[n % agents.length]!;
      const by = { kind: 'agent' as const, ...agent };
      const content = { text: `${step} ${n}` };
      switch (step) {
        case 'customer':
          return receive(on, customerId);
        case 'ai':
          return on.reply({ ...command, by: { kind: 'ai' }, content });
        case 'claim':
          return on.claim({ ...command, agent });
        case 'agent':
          return on.reply({ ...command, by, content, clientMessageId: randomUUID() });
        case 'note':
          return on.reply({ ...command, by, content, type: 'note' });
        case 'queue':
          return on.transfer({ ...command, by, to: { queue: true } });
        case 'handOver':
          return on.handOver({
            ...command,
            packet,
          });
        case 'label':
          return on.update({ ...command, by, labels: [`label ${n}`], priority: 'high' });
        case 'read':
          return on.markRead({ ...command, upTo: 1_000, reader: n % 2 ? 'team' : 'customer' });
        case 'close':
          return on.close({ ...command, by });
        case 'reopen':
          return on.reopen({ ...command, agent });
        case 'erase':
          return on.erase({ organizationId, sessionIds: [sessionId] });
      }
    }

    test('Whatever two nodes do to a session at once, its log is 1..n and its row is the fold of its log', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(1), fc.nat(9)), {
            minLength: 5,
            maxLength: 25,
          }),
          async (script) => {
            const nodes = [node(), node()];
            const customerId = await newCustomer();
            const { session } = await receive(nodes[0]!, customerId);
            // FerretDB reads a document and writes it whole: what is marked in between is gone, which MongoDB's updates never do.
            const isErasure = ([step]: (typeof script)[number]) => step === 'erase';
            const together = stores.ferret
              ? [script.filter((one) => !isErasure(one)), script.filter(isErasure)]
              : [script];
            for (const part of together) {
              const outcomes = await Promise.allSettled(
                part.map(([step, on, n]) => perform(nodes[on]!, step, session.id, customerId, n)),
              );
              for (const outcome of outcomes) {
                if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
              }
            }
            await Promise.all(nodes.map((each) => each.drain()));
            const { items } = await createSessionRows(postgres).find(
              organizationId,
              { customerId },
              { limit: 50 },
            );
            expect(items.filter(({ status }) => status !== 'closed').length).toBeLessThanOrEqual(1);
            for (const row of items) {
              const messages = await wholeLog(row.id);
              expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1));
              const fromLog = countsOf(await folded(row));
              expect(countsOf(row)).toEqual(fromLog);
              await nodes[0]!.repair(row.id);
              await nodes[0]!.writeRows();
              const repaired = await createSessionRows(postgres).get(organizationId, row.id);
              expect(countsOf(repaired!)).toEqual(fromLog);
            }
          },
        ),
        { numRuns: stores.ferret ? 8 : 25 },
      );
    });

    test('What a node knows of a reader reaches the row of a session that another node ended beside a newer one', async () => {
      for (let round = 0; round < (stores.ferret ? 8 : 40); round += 1) {
        const [one, two] = [node(), node()];
        const customerId = await newCustomer();
        const { session } = await receive(one, customerId);
        const on = (at: SessionsService, step: (typeof steps)[number], n = 0) =>
          perform(at, step, session.id, customerId, n);
        await Promise.allSettled([
          on(two, 'label'),
          on(one, 'close'),
          on(two, 'reopen', 7),
          on(one, 'customer'),
          on(one, 'read', 3),
          on(one, 'label', 2),
          on(two, 'customer'),
        ]);
        await Promise.all([one.drain(), two.drain()]);
        const row = await createSessionRows(postgres).get(organizationId, session.id);
        expect(countsOf(row!)).toEqual(countsOf(await folded(row!)));
      }
    });

    test('What is unread is what the log says, whatever else changes while somebody reads, on both nodes', async () => {
      const [one, two] = [node(), node()];
      const by = { kind: 'agent' as const, ...agents[0]! };
      for (let round = 0; round < 12; round += 1) {
        const customerId = await newCustomer();
        const { session } = await receive(one, customerId);
        const command = { organizationId, sessionId: session.id };
        await receive(two, customerId);
        await Promise.all([
          one.update({ ...command, by, labels: ['vip'], priority: 'high' }),
          two.update({ ...command, by, labels: ['new'] }),
          ...[one, two].map((on) => on.markRead({ ...command, upTo: 2, reader: 'team' })),
          one.update({ ...command, by, priority: 'low' }),
        ]);
        await receive(two, customerId);
        await Promise.all([one.writeRows(), two.writeRows()]);
        for (const on of [one, two])
          expect(await on.get(organizationId, session.id)).toMatchObject({ unread: 1 });
        // What was read once stays read, also for a node that hears of it late or not at all.
        const { headSeq } = await two.markRead({ ...command, upTo: 1_000, reader: 'team' });
        await one.readElsewhere({ sessionId: session.id, reader: 'team', seqs: [1, 2] });
        await one.update({ ...command, by, labels: [] });
        await Promise.all([one.writeRows(), two.writeRows()]);
        const row = (await createSessionRows(postgres).get(organizationId, session.id))!;
        expect(row).toMatchObject({ unread: 0, headSeq: headSeq + 1 });
        expect(countsOf(row)).toEqual(countsOf(await folded(row)));
      }
    });

    test('A webhook that comes again after the close hands back the first message and opens nothing', async () => {
      const [one, two] = [node(), node()];
      const customerId = await newCustomer();
      const channelMessageId = `wamid.${randomUUID()}`;
      const deliver = (on: SessionsService) =>
        on.receive({
          organizationId,
          customerId,
          channelId,
          channelType: 'web',
          channelMessageId,
          content: { text: 'Hello' },
        });
      const first = await deliver(one);
      await one.close({ organizationId, sessionId: first.session.id, by: { kind: 'system' } });
      for (const on of [one, two, node()]) {
        expect(await deliver(on)).toMatchObject({
          duplicate: true,
          message: { id: first.message.id },
          session: { id: first.session.id, status: 'closed' },
        });
      }
      const { items } = await createSessionRows(postgres).find(organizationId, { customerId }, { limit: 5 });
      expect(items.map(({ id }) => id)).toEqual([first.session.id]);
    });

    test('A message that is sent again after the session changed hands is its sender’s alone', async () => {
      const on = node();
      const { session } = await receive(on, await newCustomer());
      const command = { organizationId, sessionId: session.id, clientMessageId: randomUUID() };
      const [ada, bob] = agents.map((agent) => ({ kind: 'agent' as const, ...agent }));
      await on.claim({ organizationId, sessionId: session.id, agent: agents[0]! });
      const sent = await on.reply({ ...command, by: ada!, content: { text: 'Hello' } });
      await on.close({ organizationId, sessionId: session.id, by: ada! });
      const again = await on.reply({ ...command, by: ada!, content: { text: 'Hello' } });
      expect(again).toMatchObject({ duplicate: true, message: { id: sent.message.id } });
      for (const by of [bob!, { kind: 'ai' as const }])
        await expect(on.reply({ ...command, by, content: { text: 'x' } })).rejects.toMatchObject({
          code: 'conflict',
        });
    });

    test('A message that is sent again is the first one, also after the session was closed and on another node', async () => {
      const [one, two] = [node(), node()];
      const customerId = await newCustomer();
      const id = randomUUID();
      const [a, b] = await Promise.all([receive(one, customerId, id), receive(two, customerId, id)]);
      expect(a.message.id).toBe(b.message.id);
      await one.close({ organizationId, sessionId: a.session.id, by: { kind: 'system' } });
      for (const on of [two, two, one, node()]) {
        const again = await receive(on, customerId, id);
        expect(again).toMatchObject({
          duplicate: true,
          message: { id: a.message.id, sessionId: a.session.id },
        });
      }
      expect(await wholeLog(a.session.id)).toHaveLength(2);
    });

    test('A message that is sent again after the next session began is still the first one, in the session it was for', async () => {
      const [one, two] = [node(), node()];
      const customerId = await newCustomer();
      const id = randomUUID();
      const first = await receive(one, customerId, id);
      await one.close({ organizationId, sessionId: first.session.id, by: { kind: 'system' } });
      const next = await receive(one, customerId);
      await receive(two, customerId);
      for (const on of [one, two]) {
        const again = await receive(on, customerId, id);
        expect(again).toMatchObject({
          duplicate: true,
          message: { id: first.message.id },
          session: { id: first.session.id, status: 'closed' },
        });
      }
      expect((await receive(one, customerId)).session.id).toBe(next.session.id);
      expect(await wholeLog(next.session.id)).toHaveLength(3);
    });

    test('A customer who writes after the close gets a new session, never a word into a closed one', async () => {
      const [one, two] = [node(), node()];
      const customerId = await newCustomer();
      const { session } = await receive(one, customerId);
      await two.close({ organizationId, sessionId: session.id, by: { kind: 'system' } });
      const next = await receive(one, customerId);
      expect(next.session.id).not.toBe(session.id);
      expect((await wholeLog(session.id)).at(-1)!.content.systemAction).toBe('closed');
    });

    test('Of two agents who claim at once on two nodes one gets it, the other hears conflict', async () => {
      const nodes = [node(), node()];
      for (let n = 0; n < 20; n += 1) {
        const { session } = await receive(nodes[0]!, await newCustomer());
        const claims = await Promise.allSettled(
          nodes.map((on, i) => on.claim({ organizationId, sessionId: session.id, agent: agents[i]! })),
        );
        expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(claims.find((claim) => claim.status === 'rejected')?.reason).toMatchObject({
          code: 'conflict',
        });
      }
    });

    test('A refusal that another node has made out of date is not believed', async () => {
      const [left, right] = [node(), node()];
      const customerId = await newCustomer();
      const { session } = await receive(left, customerId);
      const agent = agents[0]!;
      await right.claim({ organizationId, sessionId: session.id, agent });
      // For the left node the AI still has it.
      const by = { kind: 'agent' as const, ...agent };
      const said = left.reply({ organizationId, sessionId: session.id, by, content: { text: 'Hello' } });
      expect(await said).toMatchObject({ message: { seq: 3 } });
    });

    /** A node that finds, once it has opened an old session again, that another node has begun the next one. */
    function overtaken(
      customerId: string,
      meanwhile: () => Promise<unknown> = () => Promise.resolve(),
      watched: Partial<MessageLog> = {},
    ) {
      let begun: string | undefined;
      const place = { organizationId, customerId, channelId, channelType: 'web' as const };
      const made = createSessions({
        bornAs: () => undefined,
        detectIn: () => ({}),
        handoverWords: () => Promise.resolve(undefined),
        ratingWords: () => Promise.resolve(undefined),
        withSla: (state) => state,
        mergeTurn: (organization, work) => postgres.changeTurn(organization, 'merges', work),
        log: { ...logs[0]!, ...watched },
        rows: createSessionRows(postgres),
        projection: {
          ...postgres.crossTenant,
          async project(states) {
            if (begun === undefined) {
              begun = (await createSessionRows(postgres).openOrGet(place)).state.id;
              await meanwhile();
            }
            return postgres.crossTenant.project(states);
          },
        },
        events: createEventBus((error) => {
          throw error;
        }),
        logger,
        now: postgres.now,
        assign: (_organizationId, wanted, record) =>
          record(
            wanted.map(() => undefined),
            [],
          ),
      });
      nodes.push(made);
      return { made, begun: () => begun! };
    }

    test('A word that would open an old session again goes into the one that was begun meanwhile, and the old one ends', async () => {
      const customerId = await newCustomer();
      const [one, two] = [node(), node()];
      const first = await receive(one, customerId);
      const command = { organizationId, sessionId: first.session.id };
      const reopenUntil = new Date(postgres.now() + 3_600_000).toISOString();
      await one.close({ ...command, by: { kind: 'system' }, reopenUntil });
      const { made: racing, begun } = overtaken(customerId);
      const { message } = await receive(racing, customerId);
      expect(message.sessionId).toBe(begun());
      await racing.writeRows();
      expect((await two.get(organizationId, first.session.id)).status).toBe('closed');
      const place = { organizationId, customerId, channelId };
      expect(await two.current(place)).toMatchObject({ id: begun(), status: 'active', headSeq: 1 });
    });

    test('A word that another node writes into the session that ends is asked in the one that stays, once', async () => {
      const customerId = await newCustomer();
      const one = node();
      const first = await receive(one, customerId, 'before');
      const command = { organizationId, sessionId: first.session.id };
      const reopenUntil = new Date(postgres.now() + 3_600_000).toISOString();
      await node().close({ ...command, by: { kind: 'system' }, reopenUntil });
      // This node knows the old session as open, and finds it open again.
      const { made: racing, begun } = overtaken(customerId, () => receive(one, customerId, 'between'));
      await receive(racing, customerId, 'after');
      await Promise.all([racing.writeRows(), one.writeRows()]);
      await eventually(async () => {
        const texts = (await wholeLog(begun())).map(({ content }) => content.text);
        expect(texts).toEqual(['between', 'after']);
        return true;
      });
      const old = await wholeLog(first.session.id);
      expect(old.map(({ content }) => content.text ?? content.systemAction)).toEqual([
        'before',
        'closed',
        'reopened',
        'between',
        'closed',
      ]);
      expect(await node().get(organizationId, begun())).toMatchObject({
        status: 'active',
        awaitingSince: expect.any(String),
      });
    });

    test.each(['after', 'before'])(
      'A file that comes %s its message is asked in the session that stays is there, too',
      async (moment) => {
        const customerId = await newCustomer();
        const one = node();
        const first = await receive(one, customerId);
        const old = { organizationId, sessionId: first.session.id };
        const reopenUntil = new Date(postgres.now() + 3_600_000).toISOString();
        await node().close({ ...old, by: { kind: 'system' }, reopenUntil });
        const place = { organizationId, customerId, channelId, channelType: 'web' as const };
        const content = { fileName: 'a.png', file: 'pending' as const };
        const came = { mediaUrl: '/files/0', mediaType: 'image/png', size: 3 };
        let seq = 0;
        const photo = async () => {
          ({ seq } = (
            await one.receive({ ...place, clientMessageId: 'photo', type: 'image', content })
          ).message);
        };
        const fileComes = () => one.fileCame({ ...old, seq, content: came });
        const append: MessageLog['append'] = async (group) => {
          const isMoved = group.some(({ message }) => message.metadata.clientMessageId?.startsWith('moved:'));
          if (moment === 'before' && isMoved) await fileComes();
          return logs[0]!.append(group);
        };
        const { made: racing, begun } = overtaken(customerId, photo, { append });
        await receive(racing, customerId);
        const asked = () => wholeLog(begun());
        await Promise.all([racing.writeRows(), one.writeRows()]);
        await eventually(async () => (await asked()).length === 2);
        if (moment === 'after') expect(await fileComes()).toBe(true);
        const there = { type: 'image', content: { fileName: 'a.png', ...came } };
        await eventually(async () => (await asked())[0]!.content.mediaUrl);
        const photos = [...(await wholeLog(old.sessionId)), ...(await asked())].filter(
          ({ type }) => type === 'image',
        );
        expect(photos).toEqual([expect.objectContaining(there), expect.objectContaining(there)]);
      },
    );

    test('What a customer writes while a person is awaited carries what is heard in it, and nothing before or after', async () => {
      const [on, customerId] = [node(), await newCustomer()];
      const say = () =>
        on.receive({ organizationId, customerId, channelId, channelType: 'web', content: { text: 'upset' } });
      const { id: sessionId } = (await say()).session;
      const command = { organizationId, sessionId };
      await on.handOver({ ...command, packet });
      await say();
      await on.claim({ ...command, agent: agents[0]! });
      await say();
      await on.reply({ ...command, by: { kind: 'agent', ...agents[0]! }, content: { text: 'Hello' } });
      await say();
      const said = (await wholeLog(sessionId)).filter(({ sender }) => sender === 'customer');
      expect(said.map(({ metadata }) => metadata.sentiment)).toEqual([
        undefined,
        'negative',
        'negative',
        undefined,
      ]);
    });

    test('A closed session is not reopened while its customer has a newer one', async () => {
      const on = node();
      const customerId = await newCustomer();
      const { session } = await receive(on, customerId);
      const target = { organizationId, sessionId: session.id };
      await on.close({ ...target, by: { kind: 'system' } });
      const next = await receive(on, customerId);
      await expect(on.reopen({ ...target, agent: agents[0]! })).rejects.toMatchObject({ code: 'conflict' });
      await on.close({ organizationId, sessionId: next.session.id, by: { kind: 'system' } });
      expect(await on.reopen({ ...target, agent: agents[0]! })).toMatchObject({ status: 'with_agent' });
    });

    test('An AI answer to a transcript that has grown is stale and is not written', async () => {
      const on = node();
      const customerId = await newCustomer();
      const { session } = await receive(on, customerId);
      await receive(on, customerId);
      const late = on.reply({
        organizationId,
        sessionId: session.id,
        by: { kind: 'ai' },
        content: { text: 'late' },
        expectSeq: session.headSeq,
      });
      await expect(late).rejects.toMatchObject({ name: 'Stale', headSeq: 2 });
      expect(await wholeLog(session.id)).toHaveLength(2);
    });

    test('Nor is an answer whose first look was refused: what the other node wrote meanwhile is seen', async () => {
      const [left, right] = [node(), node()];
      const customerId = await newCustomer();
      const { session } = await receive(left, customerId);
      const target = { organizationId, sessionId: session.id };
      const agent = agents[0]!;
      await right.claim({ ...target, agent });
      await receive(right, customerId);
      // The left node believes that the AI has it, and refuses the agent at first.
      const by = { kind: 'agent' as const, ...agent };
      const late = left.reply({ ...target, by, content: { text: 'late' }, expectSeq: session.headSeq });
      await expect(late).rejects.toMatchObject({ name: 'Stale', headSeq: 3 });
      expect(await wholeLog(session.id)).toHaveLength(3);
    });

    test('A reader that resumes at any moment misses nothing while two nodes write', async () => {
      const nodes = [node(), node()];
      const customerId = await newCustomer();
      const { session } = await receive(nodes[0]!, customerId);
      await nodes[0]!.claim({ organizationId, sessionId: session.id, agent: agents[0]! });
      let writing = true;
      const writers = nodes.map(async (on, i) => {
        for (let n = 0; n < 60; n += 1) {
          if (i === 0) await receive(on, customerId);
          else await perform(on, 'agent', session.id, customerId, 0);
        }
      });
      const seen: number[] = [];
      const reader = (async () => {
        for (;;) {
          const last = !writing;
          const page = await logs[0]!.read(
            { organizationId, sessionId: session.id },
            { after: seen.at(-1) ?? 0, limit: 7 },
          );
          seen.push(...page.map(({ seq }) => seq));
          if (last && page.length === 0) return;
        }
      })();
      await Promise.all(writers);
      writing = false;
      await reader;
      expect(seen).toEqual(Array.from({ length: 122 }, (_, i) => i + 1));
    });

    test('An erased session says nothing any more on any node, its row is the fold of its log, and another one can begin', async () => {
      const [one, two] = [node(), node()];
      const customerId = await newCustomer();
      const { session } = await receive(one, customerId, 'canary');
      const command = { organizationId, sessionId: session.id };
      const by = { kind: 'agent' as const, ...agents[0]! };
      await two.handOver({ ...command, packet: { ...packet, reason: 'canary', facts: { name: 'canary' } } });
      await two.claim({ ...command, agent: agents[0]! });
      await two.reply({
        ...command,
        by,
        content: { text: 'canary' },
        metadata: { entities: [{ name: 'name', value: 'canary' }] },
      });
      await one.update({ ...command, by, labels: ['canary'] });
      await two.close({ ...command, by, reason: 'canary' });
      await two.rate({ ...command, customerId, score: 4, comment: 'canary' });
      await receive(two, customerId, 'another canary');
      const before = await wholeLog(session.id);
      expect(await one.erase({ organizationId, sessionIds: [session.id] })).toBe(before.length);

      const bare = ({ id, seq, type, sender, senderId, agentId, timestamp }: Message) => {
        return { id, seq, type, sender, senderId, agentId, timestamp };
      };
      const after = await wholeLog(session.id);
      expect(after.slice(0, -1).map(bare)).toEqual(before.map(bare));
      expect(after.at(-1)!.content.systemAction).toBe('erased');
      const rows = createSessionRows(postgres);
      const shown = async () => [
        JSON.stringify(await rows.get(organizationId, session.id)),
        JSON.stringify(await one.get(organizationId, session.id)),
        JSON.stringify(await two.reply({ ...command, by, type: 'note', content: { text: 'later' } })),
      ];
      for (const text of [JSON.stringify(after.map(({ content }) => content)), ...(await shown())])
        expect(text).not.toContain('canary');
      await one.repair(session.id);
      await one.writeRows();
      const row = (await rows.get(organizationId, session.id))!;
      expect(row).toMatchObject({ status: 'closed', metadata: { rating: { score: 4 } } });
      expect(teamSession(row)).toEqual(teamSession(await folded(row)));
      expect(await one.erase({ organizationId, sessionIds: [session.id] })).toBe(1);
      expect(await two.erase({ organizationId, sessionIds: [session.id] })).toBe(0);
      expect((await receive(one, customerId)).session.id).not.toBe(session.id);
    });

    test('Many sessions are erased in one pass: all logs say so, the rows follow together, then the words go, several at a time', async () => {
      const customerId = await newCustomer();
      const sessionIds: string[] = [];
      const before = node();
      for (let n = 0; n < 30; n += 1) {
        const { session } = await receive(before, customerId, `canary ${n}`);
        if (n < 29) await before.close({ organizationId, sessionId: session.id, by: { kind: 'system' } });
        sessionIds.push(session.id);
      }
      await before.drain();
      const calls: string[] = [];
      let [redacting, together] = [0, 0];
      const on = node({
        append: (group) => (calls.push('append'), logs[0]!.append(group)),
        async redact(ref, messages) {
          calls.push('redact');
          together = Math.max(together, (redacting += 1));
          const count = await logs[0]!.redact(ref, messages);
          redacting -= 1;
          return count;
        },
      });
      expect(await on.erase({ organizationId, sessionIds })).toBe(30 * 2);
      expect(calls.lastIndexOf('append')).toBeLessThan(calls.indexOf('redact'));
      expect(together).toBeGreaterThan(1);
      for (const sessionId of sessionIds)
        expect(JSON.stringify((await wholeLog(sessionId)).map(({ content }) => content))).not.toContain(
          'canary',
        );
      const { items } = await createSessionRows(postgres).find(
        organizationId,
        { customerId },
        { limit: 100 },
      );
      expect(items.map(({ status, headSeq }) => [status, headSeq])).toEqual(
        sessionIds.map(() => ['closed', 3]),
      );
      expect(JSON.stringify(items)).not.toContain('canary');
    });

    test('Another organization’s session is not found, like one that does not exist', async () => {
      const on = node();
      const { session } = await receive(on, await newCustomer());
      const other = { organizationId: randomUUID(), sessionId: session.id };
      const unknown = { organizationId, sessionId: randomUUID() };
      for (const command of [other, unknown]) {
        await expect(on.get(command.organizationId, command.sessionId)).rejects.toMatchObject({
          code: 'not_found',
        });
        await expect(on.claim({ ...command, agent: agents[0]! })).rejects.toMatchObject({
          code: 'not_found',
        });
        await expect(
          on.messages(command.organizationId, command.sessionId, { limit: 5 }),
        ).rejects.toMatchObject({
          code: 'not_found',
        });
        await expect(
          on.reply({ ...command, by: { kind: 'ai' }, content: { text: 'x' } }),
        ).rejects.toMatchObject({
          code: 'not_found',
        });
      }
    });

    describe('two conversations of one customer', () => {
      const by = () => ({ kind: 'agent' as const, ...agents[0]! });
      /** As on a channel with threads: into this one, whatever became of it, else into the thread. */
      const write = (
        on: SessionsService,
        customerId: string,
        into: { sessionId?: string; thread: string },
      ) => {
        const clientMessageId = randomUUID();
        const content = { text: clientMessageId };
        const place = { organizationId, customerId, channelId, channelType: 'email' as const };
        return on.receive({ ...place, into, clientMessageId, content });
      };
      async function two(on: SessionsService) {
        const customerId = await newCustomer();
        const [from, into] = [
          await write(on, customerId, { thread: 'from' }),
          await write(on, customerId, { thread: 'into' }),
        ].map(({ session }) => session.id) as [string, string];
        return { customerId, from, into };
      }
      const merge = (on: SessionsService, from: string, into: string) =>
        on.merge({ organizationId, sessionId: from, into, by: by(), text: 'It goes on.' });
      const actions = async (sessionId: string) =>
        (await wholeLog(sessionId)).flatMap(({ content }) => content.systemAction ?? []);
      const rowOf = async (sessionId: string) =>
        (await createSessionRows(postgres).get(organizationId, sessionId))!;
      const isFold = async (sessionId: string) =>
        expect(countsOf(await rowOf(sessionId))).toEqual(countsOf(await folded(await rowOf(sessionId))));

      test('One goes on in the other, for whoever waits, too; separated, it is itself again', async () => {
        const [one, other] = [node(), node()];
        const { customerId, from, into } = await two(one);
        const [[asked], [own]] = [await wholeLog(from), await wholeLog(into)];
        const ownWait = { awaitingSince: own!.timestamp, personAwaitedSince: own!.timestamp };
        expect(await merge(one, from, into)).toMatchObject({ status: 'closed', mergedInto: into });
        expect(await other.get(organizationId, into)).toMatchObject({
          ...{ status: 'with_agent', agentId: agents[0]!.id, awaitingSince: asked!.timestamp },
          personAwaitedSince: asked!.timestamp,
        });
        await merge(other, from, into);
        expect((await write(other, customerId, { sessionId: from, thread: 'x' })).session.id).toBe(into);
        expect(await actions(from)).toEqual(['merged']);
        expect(await actions(into)).toEqual(['merged_here']);
        await expect(
          one.reopen({ organizationId, sessionId: from, agent: agents[1]! }),
        ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Separate it first') });

        const apart = { organizationId, sessionId: from, by: by() };
        // The AI had it, and has missed its time.
        const itself = { status: 'waiting', queuedAt: asked!.timestamp, awaitingSince: asked!.timestamp };
        expect(await other.separate(apart)).toMatchObject(itself);
        expect((await one.separate(apart)).mergedInto).toBeUndefined();
        expect(await one.get(organizationId, into)).toMatchObject({ status: 'with_agent', ...ownWait });
        expect(await actions(from)).toEqual(['merged', 'separated']);
        expect(await actions(into)).toEqual(['merged_here', 'separated_here']);
        const again = await write(one, customerId, { sessionId: from, thread: 'x' });
        expect(again.session).toMatchObject({ id: from, ...itself });
        await Promise.all([one.writeRows(), other.writeRows()]);
        await isFold(from);
        await isFold(into);
        expect(await postgres.crossTenant.halfMerged(10)).toEqual([]);

        await merge(one, from, into);
        await one.erase({ organizationId, sessionIds: [from, into] });
        await isFold(from);
        await isFold(into);
      });

      test('Separated, whoever had it has it again if they may; where another one is open in its place, it stays closed', async () => {
        const [one, other] = [node(), node()];
        for (const may of [true, false]) {
          const { from, into } = await two(one);
          const ben = agents[1]!;
          await one.claim({ organizationId, sessionId: from, agent: ben });
          await merge(one, from, into);
          const asked: string[] = [];
          const mayHold = async ({ id }: { id: string }) => (asked.push(id), may);
          await other.separate({ organizationId, sessionId: from, by: by(), mayHold });
          expect(asked).toEqual([ben.id]);
          await isFold(from);
          await isFold(into);
          const { status, agentId, awaitingSince } = await rowOf(from);
          const [first] = await wholeLog(from);
          expect({ status, agentId, awaitingSince }).toEqual({
            ...(may ? { status: 'with_agent', agentId: ben.id } : { status: 'waiting', agentId: undefined }),
            awaitingSince: first!.timestamp,
          });
        }
        const { customerId, from, into } = await two(one);
        await merge(one, from, into);
        const { session } = await write(one, customerId, { thread: 'from' });
        expect([from, into]).not.toContain(session.id);
        await one.writeRows();
        expect(await other.separate({ organizationId, sessionId: from, by: by() })).toMatchObject({
          status: 'closed',
        });
        expect(await one.get(organizationId, into)).toMatchObject({
          awaitingSince: (await wholeLog(from))[0]!.timestamp,
        });
      });

      test('Separated, who was answered in the other one waits no longer; who was not waits on, whatever became of it', async () => {
        const meanwhile: Record<string, (on: SessionsService, sessionId: string) => Promise<unknown>> = {
          answered: (on, sessionId) =>
            on.reply({ organizationId, sessionId, by: by(), content: { text: 'Here it is.' } }),
          noted: (on, sessionId) =>
            on.reply({ organizationId, sessionId, by: by(), content: { text: 'Hm.' }, type: 'note' }),
          closed: (on, sessionId) => on.close({ organizationId, sessionId, by: by() }),
          'given to the AI': (on, sessionId) => on.giveToAi({ organizationId, sessionId, by: by() }),
        };
        for (const [what, happens] of Object.entries(meanwhile)) {
          const one = node();
          const { from, into } = await two(one);
          await merge(one, from, into);
          await happens(one, into);
          await node().separate({ organizationId, sessionId: from, by: by() });
          const [first] = await wholeLog(from);
          const since = what === 'answered' ? undefined : first!.timestamp;
          expect([what, (await rowOf(from)).awaitingSince]).toEqual([what, since]);
          await isFold(from);
          await isFold(into);
        }
      });

      test('Separated, who was answered where the other one was merged itself waits no longer; what is said there once that is undone answers nobody', async () => {
        for (const isApart of [false, true]) {
          const one = node();
          const { customerId, from, into } = await two(one);
          const third = (await write(one, customerId, { thread: 'third' })).session.id;
          const [first] = await wholeLog(from);
          await merge(one, from, into);
          await merge(one, into, third);
          if (isApart) await one.separate({ organizationId, sessionId: into, by: by() });
          await one.reply({ organizationId, sessionId: third, by: by(), content: { text: 'Here it is.' } });
          await node().separate({ organizationId, sessionId: from, by: by() });
          await one.writeRows();
          expect((await rowOf(from)).awaitingSince).toBe(isApart ? first!.timestamp : undefined);
          for (const sessionId of [from, into, third]) await isFold(sessionId);
        }
      });

      test('What comes into it while it is merged, and after, is in one of both, once, and nothing comes after the merge', async () => {
        for (let round = 0; round < (stores.ferret ? 3 : 12); round += 1) {
          const nodes = [node(), node()];
          const { customerId, from, into } = await two(nodes[0]!);
          const words = Array.from({ length: 8 }, (_, n) =>
            write(nodes[n % 2]!, customerId, { sessionId: from, thread: 'from' }),
          );
          const [merged, ...sent] = await Promise.all([merge(nodes[round % 2]!, from, into), ...words]);
          expect(merged).toMatchObject({ mergedInto: into });
          const logs = [await wholeLog(from), await wholeLog(into)] as const;
          expect(logs[0].at(-1)!.content.systemAction).toBe('merged');
          const said = logs
            .flat()
            .flatMap(({ sender, content }) => (sender === 'customer' ? content.text : []));
          expect(new Set(said).size).toBe(said.length);
          expect(said).toHaveLength(2 + sent.length);
          for (const log of logs) expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1));
        }
      });

      test('Broken off between the two logs, the other one is told by whoever looks later, once', async () => {
        const dies = node({
          append: (group) =>
            group.some(({ message }) => message.content.systemAction === 'merged_here')
              ? Promise.reject(new Error('killed'))
              : logs[0]!.append(group),
        });
        const { from, into } = await two(dies);
        await expect(merge(dies, from, into)).rejects.toThrow();
        expect(await actions(into)).toEqual([]);
        await dies.writeRows();
        const [one, other] = [node(), node()];
        await Promise.all([one.finishMerges(), other.finishMerges()]);
        await one.finishMerges();
        expect(await actions(into)).toEqual(['merged_here']);
        expect(await other.get(organizationId, into)).toMatchObject({ status: 'with_agent' });
        expect(await postgres.crossTenant.halfMerged(10)).toEqual([]);
      });

      test('Broken off before a closed one, whose customer begins another meanwhile, what nobody answered is asked there', async () => {
        const dies = node({
          append: (group) =>
            group.some(({ message }) => message.content.systemAction === 'merged_here')
              ? Promise.reject(new Error('killed'))
              : logs[0]!.append(group),
        });
        const { customerId, from, into } = await two(dies);
        await write(dies, customerId, { sessionId: from, thread: 'from' });
        const asked = (await wholeLog(from)).map(({ content }) => content.text);
        const said = { organizationId, sessionId: into, by: by() };
        await dies.claim({ organizationId, sessionId: into, agent: agents[0]! });
        await dies.reply({ ...said, content: { text: 'Here it is.' } });
        await dies.close(said);
        await expect(merge(dies, from, into)).rejects.toThrow();
        await dies.writeRows();
        const [one, other] = [node(), node()];
        const newest = (await write(one, customerId, { thread: 'into' })).session.id;
        expect([from, into]).not.toContain(newest);
        await Promise.all([one.finishMerges(), other.finishMerges()]);
        await eventually(async () => (await other.target(organizationId, into)).status === 'closed');
        await one.finishMerges();
        const texts = (await wholeLog(newest)).map(({ content }) => content.text);
        expect(texts).toEqual([texts[0], ...asked]);
        expect(await other.get(organizationId, newest)).toMatchObject({ status: 'active' });
        expect(await postgres.crossTenant.halfMerged(10)).toEqual([]);
      });

      test('Whoever waits in one whose other one is merged itself before it is told waits where both lead', async () => {
        const dies = node({
          append: (group) =>
            group.some(({ message }) => message.content.systemAction === 'merged_here')
              ? Promise.reject(new Error('killed'))
              : logs[0]!.append(group),
        });
        const { customerId, from, into } = await two(dies);
        const third = (await write(dies, customerId, { thread: 'third' })).session.id;
        const [asked] = await wholeLog(from);
        await expect(merge(dies, from, into)).rejects.toThrow();
        await dies.writeRows();
        const [one, other] = [node(), node()];
        await merge(one, into, third);
        await other.finishMerges();
        expect(await other.get(organizationId, into)).toMatchObject({ status: 'closed', mergedInto: third });
        expect(await actions(into)).toEqual(['merged']);
        expect(await actions(third)).toEqual(['merged_here', 'merged_here']);
        expect(await other.get(organizationId, third)).toMatchObject({ awaitingSince: asked!.timestamp });
        // Told once, wherever that was.
        await one.separate({ organizationId, sessionId: from, by: by() });
        expect(await actions(third)).toEqual(['merged_here', 'merged_here', 'separated_here']);
        expect(await other.get(organizationId, from)).toMatchObject({ awaitingSince: asked!.timestamp });
        expect(await postgres.crossTenant.halfMerged(10)).toEqual([]);
      });

      test('Two that are merged into each other at once, or one into what is merged itself, lead somewhere', async () => {
        const [one, other] = [node(), node()];
        let begun = await two(one);
        for (let round = 0; round < 8; round += 1) {
          begun = await two(one);
          const { from, into } = begun;
          // Neither is faster because it knows them already.
          for (const id of [from, into]) await other.target(organizationId, id);
          const both = await Promise.allSettled([merge(one, from, into), merge(other, into, from)]);
          expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        }
        const { customerId, from, into } = begun;
        const { id: target } = await one.target(organizationId, from);
        expect((await other.target(organizationId, into)).id).toBe(target);
        const third = (await write(one, customerId, { thread: 'third' })).session.id;
        const merged = target === from ? into : from;
        expect(await merge(other, third, merged)).toMatchObject({ mergedInto: target });
      });

      test('What is somebody else’s, erased, or the one that is open is refused, and nothing is written', async () => {
        const on = node();
        const [first, second] = [await two(on), await two(on)];
        await on.erase({ organizationId, sessionIds: [second.into] });
        const customerId = await newCustomer();
        const closed = (await receive(on, customerId)).session.id;
        await on.close({ organizationId, sessionId: closed, by: by() });
        const open = (await receive(on, customerId)).session.id;
        const before = await wholeLog(open);
        for (const [from, into, code] of [
          [first.from, first.from, 'invalid'],
          [first.from, second.from, 'invalid'],
          [second.from, second.into, 'conflict'],
          [first.from, randomUUID(), 'not_found'],
          [open, closed, 'conflict'],
        ] as const)
          await expect(merge(on, from, into)).rejects.toMatchObject({ code });
        expect(await wholeLog(open)).toEqual(before);
        expect(await merge(on, closed, open)).toMatchObject({ mergedInto: open });
        expect(await on.get(organizationId, open)).toMatchObject({ status: 'active' });
        expect((await receive(on, customerId)).session.id).toBe(open);
      });
    });

    describe('what an earlier look at a customer brought', () => {
      const current = (on: SessionsService, customerId: string, seen?: SessionState | null) =>
        on.current({ organizationId, customerId, channelId }, seen);
      const rowOf = (customerId: string) =>
        createSessionRows(postgres).latest({ organizationId, customerId, channelId });

      it('is brought up to the log, whoever wrote meanwhile, and asks no row', async () => {
        const [left, right] = [node(), node()];
        const customerId = await newCustomer();
        const { session } = await receive(left, customerId);
        await left.writeRows();
        const row = (await rowOf(customerId))!;
        await receive(left, customerId);
        const transactions = jest.spyOn(postgres, 'withOrganization');
        const known = await current(right, customerId, row);
        expect(known).toMatchObject({ id: session.id, headSeq: 2, unread: 2 });
        // What comes next finds the state: nothing is stale, and nothing is asked.
        await receive(right, customerId);
        expect(transactions).not.toHaveBeenCalled();
        transactions.mockRestore();
        expect(await wholeLog(session.id)).toHaveLength(3);
      });

      it('gives way to the session that another node began after closing it', async () => {
        const [left, right] = [node(), node()];
        const customerId = await newCustomer();
        const { session } = await receive(left, customerId);
        const old = (await rowOf(customerId))!;
        await left.close({ organizationId, sessionId: session.id, by: { kind: 'system' } });
        await left.writeRows();
        const next = await receive(left, customerId);
        expect(next.session.id).not.toBe(session.id);
        expect(await current(right, customerId, old)).toMatchObject({
          id: next.session.id,
          status: 'active',
        });
        expect((await receive(right, customerId)).session.id).toBe(next.session.id);
      });

      it('that was closed, or nothing, is looked up again; a new customer has none', async () => {
        const here = node();
        const customerId = await newCustomer();
        const { session } = await receive(here, customerId);
        const closed = await here.close({ organizationId, sessionId: session.id, by: { kind: 'system' } });
        await here.writeRows();
        expect(await current(here, customerId, closed)).toMatchObject({ id: session.id, status: 'closed' });
        const next = await receive(here, customerId);
        expect(await current(here, customerId, closed)).toMatchObject({ id: next.session.id });
        expect(await current(here, customerId)).toMatchObject({ id: next.session.id });
        expect(await current(here, customerId, null)).toBeUndefined();
      });
    });
  });
}

onEveryDocumentStore(coreContract, { postgres: createMessageLog, mongo: createMongoMessageLog });
