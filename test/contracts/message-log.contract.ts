import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { message as messageShape, type Message } from '../../src/protocol/model/message';
import type { NewMessage, SessionRef } from '../../src/sessions/session';
import type { Append, Appended, MessageLog } from '../../src/sessions/store';
import type { Stores } from './document-stores';

const organizationId = randomUUID();

function aSession(changes: Partial<SessionRef> = {}): SessionRef {
  return { id: randomUUID(), organizationId, customerId: randomUUID(), channelId: randomUUID(), ...changes };
}

function aMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    id: randomUUID(),
    type: 'text',
    sender: 'customer',
    content: { text: 'Where is my order?' },
    metadata: {},
    isRead: false,
    timestamp: new Date().toISOString(),
    ...changes,
  };
}

const refOf = (session: SessionRef) => ({ organizationId: session.organizationId, sessionId: session.id });
const seqs = (messages: Message[]) => messages.map(({ seq }) => seq);
const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

export function messageLogContract(name: string, make: () => Promise<Stores<MessageLog>>): void {
  describe(`the log of messages on ${name}`, () => {
    let stores: Stores<MessageLog>;
    let nodes: MessageLog[];
    let log: MessageLog;

    beforeAll(async () => {
      stores = await make();
      nodes = [await stores.node(), await stores.node(), await stores.node()];
      log = nodes[0]!;
    });
    afterAll(() => stores?.stop());

    async function one(entry: Append, node = log): Promise<Appended> {
      const [outcome] = await node.append([entry]);
      return outcome!;
    }
    const write = async (session: SessionRef, count: number) => {
      for (let n = 0; n < count; n += 1) await one({ session, message: aMessage() });
    };
    const all = (session: SessionRef) => log.read(refOf(session), { after: 0, limit: 1000 });

    describe('append', () => {
      it('numbers the messages of a session from 1, and hands back what read then returns', async () => {
        const session = aSession();
        const appended = [
          await one({ session, message: aMessage() }),
          await one({ session, message: aMessage({ sender: 'ai', delivery: 'queued', senderName: 'Ada' }) }),
          await one({
            session,
            message: aMessage({ type: 'system', sender: 'system', isRead: true, agentId: randomUUID() }),
          }),
        ];
        const messages = appended.map((each) => (each.outcome === 'appended' ? each.message : undefined));
        expect(messages).toEqual(await all(session));
        expect(seqs(await all(session))).toEqual([1, 2, 3]);
      });

      it('returns exactly what the protocol calls a message, every field of it', async () => {
        const session = aSession();
        const source = {
          articleId: 'a',
          chunkId: 'c',
          title: 'Refunds',
          excerpt: '…',
          score: 0.5,
          url: 'https://x.test',
        };
        const full = aMessage({
          type: 'handover',
          sender: 'ai',
          senderId: 'assistant',
          senderName: 'Ada',
          agentId: randomUUID(),
          content: {
            text: 'x',
            mediaUrl: '/files/1',
            mediaType: 'image/png',
            fileName: 'a.png',
            size: 12,
            systemAction: 'claimed',
            data: {
              agentName: 'Kim',
              labels: ['vip'],
              'Order no.': '1',
              $set: { deep: 'x' },
              '50%25': 1,
              empty: {},
            },
            packet: {
              trigger: 'requested',
              reason: 'asked',
              summary: '',
              stepsTried: [],
              facts: { 'Order no.': '4711' },
              sentiment: 'neutral',
              language: 'en',
              sources: [source],
            },
          },
          metadata: {
            clientMessageId: randomUUID(),
            channelMessageId: 'wamid.1',
            draftId: 'd',
            sentiment: 'neutral',
            entities: [{ name: 'order number', value: 'HP-1' }],
            aiConfidence: 0.25,
            processingTime: 12,
            sources: [source],
            helpful: true,
          },
          delivery: 'queued',
          isRead: false,
        });
        await one({ session, message: full });
        const [stored] = await all(session);
        expect(stored).toStrictEqual({ ...full, sessionId: session.id, seq: 1 });
        expect(messageShape.strict().parse(stored)).toEqual(stored);
      });

      it('takes a group of many sessions of several organizations and answers in its order', async () => {
        const sessions = Array.from({ length: 40 }, () => aSession({ organizationId: randomUUID() }));
        await one({ session: sessions[7]!, message: aMessage() });
        const group = sessions.map((session) => ({ session, message: aMessage() }));
        const outcomes = await log.append(group);
        expect(
          outcomes.map((each) => (each.outcome === 'appended' ? each.message.id : each.outcome)),
        ).toEqual(group.map(({ message }) => message.id));
        expect(seqs(await all(sessions[7]!))).toEqual([1, 2]);
      });

      it('takes an empty group', async () => {
        expect(await log.append([])).toEqual([]);
      });

      it('is stale when the head is not the expected one, with the head', async () => {
        const session = aSession();
        await write(session, 2);
        for (const expectSeq of [0, 1, 3, 100]) {
          expect(await one({ session, message: aMessage(), expectSeq })).toEqual({
            outcome: 'stale',
            headSeq: 2,
          });
        }
        expect(await one({ session, message: aMessage(), expectSeq: 2 })).toMatchObject({
          outcome: 'appended',
        });
        expect(seqs(await all(session))).toEqual([1, 2, 3]);
      });

      it('lets exactly one of many with the same expected number in', async () => {
        const session = aSession();
        await write(session, 1);
        const outcomes = await Promise.all(
          Array.from({ length: 12 }, (_, n) =>
            one({ session, message: aMessage(), expectSeq: 1 }, nodes[n % 3]),
          ),
        );
        expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
        expect(outcomes.filter(({ outcome }) => outcome === 'stale')).toHaveLength(11);
        expect(seqs(await all(session))).toEqual([1, 2]);
      });
    });

    describe('duplicates', () => {
      const withClientId = (clientMessageId: string) => aMessage({ metadata: { clientMessageId } });

      it('hands back the first message for the same clientMessageId, whatever was expected', async () => {
        const session = aSession();
        const first = await one({ session, message: withClientId('a') });
        await write(session, 1);
        const message = first.outcome === 'appended' ? first.message : undefined;
        expect(await one({ session, message: withClientId('a') })).toEqual({ outcome: 'duplicate', message });
        expect(await one({ session, message: withClientId('a'), expectSeq: 0 })).toEqual({
          outcome: 'duplicate',
          message,
        });
        expect(seqs(await all(session))).toEqual([1, 2]);
      });

      it('knows a customer’s clientMessageId in every session of the customer, also on another node', async () => {
        const customerId = randomUUID();
        const [before, now] = [aSession({ customerId }), aSession({ customerId })];
        const first = await one({ session: before, message: withClientId('a') });
        await write(now, 2);
        for (const node of nodes)
          expect(await one({ session: now, message: withClientId('a') }, node)).toEqual({
            outcome: 'duplicate',
            message: first.outcome === 'appended' ? first.message : undefined,
          });
        expect(seqs(await all(now))).toEqual([1, 2]);
      });

      it('lets two customers use the same clientMessageId, and whoever is no customer in two sessions', async () => {
        const customerId = randomUUID();
        const by = (sender: NewMessage['sender']) => ({ ...withClientId('shared'), sender });
        const entries: Append[] = [
          { session: aSession(), message: by('customer') },
          { session: aSession({ customerId }), message: by('customer') },
          { session: aSession({ customerId }), message: by('agent') },
          { session: aSession({ customerId }), message: by('agent') },
        ];
        for (const entry of entries) expect(await one(entry)).toMatchObject({ outcome: 'appended' });
        expect(await one(entries[3]!)).toMatchObject({ outcome: 'duplicate', message: { sender: 'agent' } });
      });

      it('finds a message by its channelMessageId, in whichever session of the channel', async () => {
        const session = aSession();
        const message = aMessage({ metadata: { channelMessageId: 'wamid.found' } });
        await one({ session, message });
        const { organizationId, channelId } = session;
        expect(await log.findByChannelMessageId(organizationId, channelId, 'wamid.found')).toEqual(
          (await all(session))[0],
        );
        for (const [organization, channel, id] of [
          [organizationId, channelId, 'wamid.never'],
          [organizationId, randomUUID(), 'wamid.found'],
          [randomUUID(), channelId, 'wamid.found'],
        ] as const)
          expect(await log.findByChannelMessageId(organization, channel, id)).toBeUndefined();
      });

      it('knows a channelMessageId in every session of the channel, also twice in one group', async () => {
        const channelId = randomUUID();
        const [one_, two, three] = [aSession({ channelId }), aSession({ channelId }), aSession()];
        const message = () => aMessage({ metadata: { channelMessageId: 'wamid.same' } });
        const outcomes = await log.append([
          { session: one_, message: message() },
          { session: two, message: message() },
          { session: three, message: message() },
        ]);
        expect(
          outcomes
            .map(({ outcome }) => outcome)
            .slice(0, 2)
            .sort(),
        ).toEqual(['appended', 'duplicate']);
        expect(outcomes[2]!.outcome).toBe('appended');
        const [a, b] = outcomes as Array<Exclude<Appended, { outcome: 'stale' }>>;
        expect(a!.message).toEqual(b!.message);
        expect([...(await all(one_)), ...(await all(two))]).toEqual([a!.message]);
      });

      it('makes one message of a clientMessageId that races on several nodes', async () => {
        const session = aSession();
        const outcomes = await Promise.all(
          Array.from({ length: 12 }, (_, n) => one({ session, message: withClientId('race') }, nodes[n % 3])),
        );
        expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
        expect(outcomes.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(11);
        const [only] = await all(session);
        for (const each of outcomes) expect(each).toMatchObject({ message: { id: only!.id, seq: 1 } });
      });

      it('tells very long ids apart', async () => {
        const session = aSession();
        // Random, or an index would compress it.
        const long = randomBytes(15_000).toString('base64');
        expect(await one({ session, message: withClientId(`${long}1`) })).toMatchObject({
          outcome: 'appended',
        });
        expect(await one({ session, message: withClientId(`${long}2`) })).toMatchObject({
          outcome: 'appended',
        });
        expect(await one({ session, message: withClientId(`${long}1`) })).toMatchObject({
          outcome: 'duplicate',
          message: { seq: 1 },
        });
      });

      it('finds the newest message to or of a customer by clientMessageId, in whichever session', async () => {
        const customerId = randomUUID();
        const [earlier, later] = [aSession({ customerId }), aSession({ customerId })];
        const at = (timestamp: string) =>
          aMessage({ sender: 'agent', timestamp, metadata: { clientMessageId: 'again' } });
        const own = await one({ session: earlier, message: withClientId('own') });
        expect(await log.findByClientMessageId(organizationId, customerId, 'own')).toEqual(
          own.outcome === 'appended' ? own.message : undefined,
        );
        await one({ session: earlier, message: at('2026-01-01T00:00:00.000Z') });
        await one({ session: later, message: at('2026-01-02T00:00:00.000Z') });
        await one({ session: aSession(), message: at('2026-01-03T00:00:00.000Z') });
        const [expected] = await all(later);
        expect(await log.findByClientMessageId(organizationId, customerId, 'again')).toEqual(expected);
        expect(await log.findByClientMessageId(organizationId, customerId, 'never')).toBeUndefined();
        expect(await log.findByClientMessageId(randomUUID(), customerId, 'again')).toBeUndefined();
      });
    });

    describe('races', () => {
      /** Each entry is one appender: the ids it sends, and whether it expects the head that it last saw. */
      const appenders = fc.array(
        fc.record({
          node: fc.nat(2),
          expects: fc.boolean(),
          clientIds: fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }), {
            minLength: 1,
            maxLength: 5,
          }),
        }),
        { minLength: 2, maxLength: 6 },
      );

      it('leaves 1..n without gaps, and each clientMessageId once, for any interleaving of appenders', async () => {
        const runs = fc.asyncProperty(appenders, async (plan) => {
          const [session, other] = [aSession(), aSession()];
          const outcomes = await Promise.all(
            plan.map(({ node, expects, clientIds }) =>
              run(nodes[node]!, { session, other, expects, clientIds }),
            ),
          );
          const messages = await all(session);
          expect(seqs(messages)).toEqual(oneTo(messages.length));
          const appended = outcomes.flat().filter(({ outcome }) => outcome === 'appended') as Array<{
            message: Message;
          }>;
          expect(appended.map(({ message }) => message).sort((a, b) => a.seq - b.seq)).toEqual(messages);
          const ids = messages.flatMap(({ metadata }) => metadata.clientMessageId ?? []);
          expect(new Set(ids).size).toBe(ids.length);
          const others = plan.reduce((sum, { clientIds }) => sum + clientIds.length, 0);
          expect(seqs(await all(other))).toEqual(oneTo(others));
        });
        await fc.assert(runs, { numRuns: stores.ferret ? 8 : 40, endOnFailure: true });
      });

      /** Sends in groups of two sessions, so that a conflict in one must not disturb the other. */
      async function run(
        node: MessageLog,
        {
          session,
          other,
          expects,
          clientIds,
        }: { session: SessionRef; other: SessionRef; expects: boolean; clientIds: Array<string | undefined> },
      ): Promise<Appended[]> {
        const outcomes: Appended[] = [];
        let head = 0;
        for (const clientMessageId of clientIds) {
          const message = aMessage({ metadata: clientMessageId === undefined ? {} : { clientMessageId } });
          const [mine] = await node.append([
            { session, message, ...(expects && { expectSeq: head }) },
            { session: other, message: aMessage() },
          ]);
          if (mine!.outcome === 'stale') head = mine!.headSeq;
          if (mine!.outcome === 'appended') head = mine!.message.seq;
          outcomes.push(mine!);
        }
        return outcomes;
      }

      it('shows a reader that pages after the last number every message, in order, while others write', async () => {
        const session = aSession();
        const total = stores.ferret ? 60 : 300;
        let writing = true;
        const writers = Promise.all(
          nodes.map(async (node) => {
            for (let n = 0; n < total / nodes.length; n += 1)
              await one({ session, message: aMessage() }, node);
          }),
        ).finally(() => (writing = false));
        const seen: Message[] = [];
        for (let last = false; ;) {
          const page = await nodes[1]!.read(refOf(session), { after: seen.at(-1)?.seq ?? 0, limit: 7 });
          seen.push(...page);
          if (last && page.length === 0) break;
          last = !writing;
        }
        await writers;
        expect(seqs(seen)).toEqual(oneTo(total));
        expect(seen).toEqual(await all(session));
      });

      it('does not let groups that name the same sessions in another order wait for each other', async () => {
        const sessions = Array.from({ length: 8 }, () => aSession());
        const rounds = Array.from({ length: stores.ferret ? 3 : 10 }, () => sessions);
        await Promise.all(
          nodes.flatMap((node, n) =>
            rounds.map((each) =>
              node.append(
                (n % 2 ? [...each].reverse() : each).map((session) => ({ session, message: aMessage() })),
              ),
            ),
          ),
        );
        for (const session of sessions) expect(seqs(await all(session))).toEqual(oneTo(3 * rounds.length));
      });
    });

    describe('reading', () => {
      it('pages forwards, backwards, and from the end', async () => {
        const session = aSession();
        await write(session, 12);
        const page = async (which: { after?: number; before?: number; limit: number }) =>
          seqs(await log.read(refOf(session), which));
        expect(await page({ after: 0, limit: 5 })).toEqual([1, 2, 3, 4, 5]);
        expect(await page({ after: 10, limit: 5 })).toEqual([11, 12]);
        expect(await page({ after: 12, limit: 5 })).toEqual([]);
        expect(await page({ limit: 3 })).toEqual([10, 11, 12]);
        expect(await page({ before: 4, limit: 2 })).toEqual([2, 3]);
        expect(await page({ after: 2, before: 9, limit: 3 })).toEqual([3, 4, 5]);
      });

      it('shows another organization nothing, and lets it change nothing', async () => {
        const session = aSession();
        await write(session, 2);
        const foreign = { organizationId: randomUUID(), sessionId: session.id };
        const at = new Date().toISOString();
        expect(await log.read(foreign, { limit: 10 })).toEqual([]);
        expect(await log.read(foreign, { after: 0, limit: 10 })).toEqual([]);
        expect(await log.markRead(foreign, { upTo: 2, reader: 'team', at })).toEqual([]);
        expect(await log.update(foreign, 1, { delivery: 'sent' })).toBeUndefined();
        expect((await all(session)).map(({ isRead, delivery }) => [isRead, delivery])).toEqual([
          [false, undefined],
          [false, undefined],
        ]);
      });

      it('tells the heads of sessions, and of those written to since a time', async () => {
        const [old, recent, empty] = [aSession(), aSession(), aSession()];
        const since = new Date('2036-01-01T00:00:00.000Z');
        await one({ session: old, message: aMessage({ timestamp: '2035-12-31T23:59:59.999Z' }) });
        await write(recent, 1);
        await one({ session: recent, message: aMessage({ timestamp: since.toISOString() }) });
        const heads = await log.heads({ sessionIds: [old.id, recent.id, empty.id, recent.id] });
        const expected = [
          { sessionId: old.id, headSeq: 1 },
          { sessionId: recent.id, headSeq: 2 },
        ];
        const bySession = (a: { sessionId: string }, b: { sessionId: string }) =>
          a.sessionId < b.sessionId ? -1 : 1;
        expect(heads.sort(bySession)).toEqual(expected.sort(bySession));
        expect(await log.heads({ since })).toEqual([{ sessionId: recent.id, headSeq: 2 }]);
        expect(await log.heads({ sessionIds: [] })).toEqual([]);
      });
    });

    describe('what changes in a message', () => {
      const at = '2026-02-03T04:05:06.789Z';

      it('marks as read what the other side wrote, up to a number, and says what changed', async () => {
        const session = aSession();
        const writers = [
          ['customer'],
          ['ai'],
          ['agent'],
          ['agent', 'note'],
          ['system', 'system'],
          ['customer'],
          ['ai'],
          ['system', 'handover'],
          ['system'],
          ['system', 'note'],
        ];
        for (const [sender, type = 'text'] of writers)
          await one({ session, message: aMessage({ sender, type } as Partial<NewMessage>) });
        const mark = async (reader: 'customer' | 'team', upTo: number) =>
          seqs((await log.markRead(refOf(session), { upTo, reader, at })) as Message[]);
        expect(await mark('customer', 4)).toEqual([2, 3]);
        expect(await mark('customer', 10)).toEqual([7, 9]);
        expect(await mark('customer', 10)).toEqual([]);
        expect(await mark('team', 5)).toEqual([1]);
        const messages = await all(session);
        expect(seqs(messages.filter(({ isRead }) => isRead))).toEqual([1, 2, 3, 7, 9]);
        const [unread] = await log.unread([{ sessionId: session.id, after: 1, upTo: 6 }]);
        expect(unread).toEqual({ sessionId: session.id, team: 1, customer: 0 });
        expect(messages.map(({ isRead, readAt }) => readAt === (isRead ? at : undefined))).not.toContain(
          false,
        );
      });

      it('empties messages for erasure, and keeps numbers, senders, times and what makes an id findable', async () => {
        const session = aSession();
        const words = { content: { text: 'canary' }, senderName: 'Canary', deliveryError: 'canary' };
        const metadata = { clientMessageId: 'kept', entities: [{ name: 'name', value: 'canary' }] };
        await one({ session, message: aMessage({ ...words, metadata }) });
        await one({ session, message: aMessage({ ...words, sender: 'agent' }) });
        await one({ session, message: aMessage(words) });
        const [first, second, third] = await all(session);
        const redacted = [
          { seq: 1, content: { data: { redacted: true } }, metadata: { clientMessageId: 'kept' } },
          { seq: 2, content: {}, metadata: {}, senderName: 'Kim' },
          { seq: 9, content: {}, metadata: {} },
        ];
        const foreign = { organizationId: randomUUID(), sessionId: session.id };
        expect(await log.redact(foreign, redacted)).toBe(0);
        expect(await log.redact(refOf(session), [])).toBe(0);
        expect(await log.redact(refOf(session), redacted)).toBe(2);
        const without = ({ senderName, deliveryError, ...message }: Message) => message;
        expect(await all(session)).toStrictEqual([
          { ...without(first!), ...redacted[0] },
          { ...without(second!), ...redacted[1] },
          third,
        ]);
        // A mail that comes back late names the address.
        const late = await log.update(refOf(session), 1, { delivery: 'failed', deliveryError: 'canary' });
        expect(late).toMatchObject({ delivery: 'failed' });
        expect(late).not.toHaveProperty('deliveryError');
        const again = aMessage({ metadata: { clientMessageId: 'kept' } });
        expect(await one({ session, message: again })).toMatchObject({
          outcome: 'duplicate',
          message: { seq: 1 },
        });
      });

      it('counts a message as read for one of many readers at once', async () => {
        const session = aSession();
        await write(session, 5);
        const read = { upTo: 5, reader: 'team' as const, at };
        const changed = await Promise.all(
          Array.from({ length: 6 }, (_, n) => nodes[n % 3]!.markRead(refOf(session), read)),
        );
        const numbers = changed.flat().map(({ seq }) => seq);
        expect((stores.ferret ? [...new Set(numbers)] : numbers).sort()).toEqual([1, 2, 3, 4, 5]);
      });

      it('fills in the file that a message waits for, once, and only that', async () => {
        const session = aSession();
        const content = { text: 'My receipt', fileName: 'a.png', file: 'pending' as const };
        await one({ session, message: aMessage({ type: 'image', content }) });
        await one({ session, message: aMessage({ type: 'image', content }) });
        await one({ session, message: aMessage({ content: { text: 'words' } }) });
        const [first, second, third] = await all(session);
        const came = { mediaUrl: '/files/0', mediaType: 'image/png', size: 3 };
        const filled = { ...first, content: { text: 'My receipt', fileName: 'a.png', ...came } };
        const ref = refOf(session);
        expect(await log.fill(ref, 1, came)).toStrictEqual(filled);
        expect(await log.fill(ref, 1, { file: 'lost' })).toBeUndefined();
        const lost = { ...second, content: { ...content, file: 'lost' } };
        expect(await log.fill(ref, 2, { file: 'lost' })).toStrictEqual(lost);
        expect(await log.fill(ref, 2, came)).toBeUndefined();
        expect(await log.fill(ref, 3, came)).toBeUndefined();
        expect(await all(session)).toStrictEqual([filled, lost, third]);
      });

      it('changes delivery and feedback, and leaves the rest', async () => {
        const session = aSession();
        await one({
          session,
          message: aMessage({ sender: 'ai', metadata: { draftId: 'd' }, delivery: 'queued' }),
        });
        const [before] = await all(session);
        const ref = refOf(session);
        expect(await log.update(ref, 1, { delivery: 'failed', deliveryError: 'no such number' })).toEqual({
          ...before,
          delivery: 'failed',
          deliveryError: 'no such number',
        });
        expect(await log.update(ref, 1, { helpful: false })).toEqual({
          ...before,
          delivery: 'failed',
          deliveryError: 'no such number',
          metadata: { draftId: 'd', helpful: false },
        });
        const sent = { ...before, delivery: 'sent', metadata: { draftId: 'd', helpful: false } };
        expect(await log.update(ref, 1, { delivery: 'sent' })).toStrictEqual(sent);
        expect(await all(session)).toStrictEqual([sent]);
        expect(await log.update(ref, 2, { delivery: 'sent' })).toBeUndefined();
        expect(await log.update(ref, 1, { delivery: 'sending', from: ['queued'] })).toBeUndefined();
        expect(await log.update(ref, 1, { delivery: 'read', from: ['sent'] })).toMatchObject({
          delivery: 'read',
        });
      });

      it('finds what is on its way, in order of session and number', async () => {
        const session = aSession();
        for (const delivery of ['queued', 'sent', 'sending', undefined] as const)
          await one({ session, message: aMessage({ sender: 'ai', ...(delivery && { delivery }) }) });
        const found = (await log.undelivered(undefined, 10_000)).filter(
          ({ sessionId }) => sessionId === session.id,
        );
        expect(found).toEqual([
          expect.objectContaining({ organizationId: session.organizationId, seq: 1, sender: 'ai' }),
          expect.objectContaining({ channelId: session.channelId, seq: 3 }),
        ]);
        const rest = await log.undelivered(found[0], 10_000);
        expect(rest.map(({ sessionId, seq }) => [sessionId, seq])).toContainEqual([session.id, 3]);
        expect(rest.map(({ sessionId, seq }) => [sessionId, seq])).not.toContainEqual([session.id, 1]);
      });
    });

    describe('text that a store cannot hold', () => {
      it('keeps any well-formed text as it is', async () => {
        const session = aSession();
        const texts = [
          'x'.repeat(10_000),
          '😀'.repeat(5_000),
          'Zoë 日本語 العربية 👩‍👩‍👧‍👦 \u202E',
          `"'\\ \b\f\n\r\t\u0001\u001F\u007F {} [] , NULL null $1 %s`,
          '\\u0000 \\ud800',
          '',
        ];
        for (const text of texts) await one({ session, message: aMessage({ content: { text } }) });
        expect((await all(session)).map(({ content }) => content.text)).toEqual(texts);
      });

      it('replaces U+0000 and lone surrogates by U+FFFD, and harms no other message of the group', async () => {
        const sessions = Array.from({ length: 3 }, () => aSession());
        const poison = 'a\u0000b\uD800c\uDC00d😀';
        const poisoned = aMessage({
          senderName: poison,
          content: { text: poison, data: { [poison]: [poison] } },
          metadata: { clientMessageId: poison, channelMessageId: poison },
        });
        const group = [aMessage(), poisoned, aMessage()];
        const outcomes = await log.append(group.map((message, n) => ({ session: sessions[n]!, message })));
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended']);
        const [stored] = await all(sessions[1]!);
        const text = 'a\uFFFDb\uFFFDc\uFFFDd😀';
        expect(stored).toMatchObject({ senderName: text, content: { text, data: { [text]: [text] } } });
        expect(outcomes[1]).toEqual({ outcome: 'appended', message: stored });
        expect(await one({ session: sessions[1]!, message: poisoned })).toEqual({
          outcome: 'duplicate',
          message: stored,
        });
        const { customerId } = sessions[1]!;
        expect(await log.findByClientMessageId(organizationId, customerId, poison)).toEqual(stored);
        expect(
          await log.update(refOf(sessions[1]!), 1, { delivery: 'failed', deliveryError: poison }),
        ).toMatchObject({
          deliveryError: text,
        });
      });

      it('stores and returns any string', async () => {
        const session = aSession();
        const anyText = fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.string({ unit: 'grapheme', maxLength: 60 }),
        );
        await fc.assert(
          fc.asyncProperty(anyText, async (text) => {
            const outcome = await one({ session, message: aMessage({ content: { text } }) });
            const headSeq = outcome.outcome === 'appended' ? outcome.message.seq : 0;
            const [stored] = await log.read(refOf(session), { after: headSeq - 1, limit: 1 });
            expect(stored!.content.text).toBe(text.replaceAll('\u0000', '\uFFFD'));
          }),
          { numRuns: 60, endOnFailure: true },
        );
      });
    });
  });
}
