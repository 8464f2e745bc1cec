import { createEventBus } from '../events';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import { emptySession } from '../sessions/session';
import { asked, messages, system } from '../../test/dev-env/written-log';
import { keepConversations, type ReadAgain } from './conversation-summaries';
import { writtenBy } from './model-summary';
import type { Conversation } from './store';
import { summarize } from './summarize';

const ref = { organizationId: 'o', id: 's' };

describe('the listener', () => {
  const session = emptySession({
    ...ref,
    customerId: 'c',
    channelId: 'ch',
    channelType: 'web',
    startedAt: '2026-01-01T00:00:00.000Z',
  });

  const closedRow = (id: string, headSeq: number, metadata = {}) =>
    ({ id, organizationId: 'o', status: 'closed', headSeq, metadata }) as unknown as Session;

  function build(log: Message[], upsert?: () => Promise<void>, rows: Session[] = []) {
    const written: Conversation[] = [];
    const pages: string[] = [];
    const later: string[] = [];
    const bare: string[] = [];
    const events = createEventBus((error) => {
      throw error;
    });
    const keeper = keepConversations({
      events,
      messages: {
        read: async (_, { after = 0, limit }) => log.filter(({ seq }) => seq > after).slice(0, limit),
      },
      store: {
        upsert: upsert ?? (async (conversation) => void written.push(conversation)),
        get: async () => written.at(-1),
        read: async (_, ids) => written.filter(({ sessionId }) => ids.includes(sessionId)),
        messageCounts: async () =>
          new Map(written.map(({ sessionId, messageCount }) => [sessionId, messageCount])),
        remove: async (_, ids) => written.splice(0).filter(({ sessionId }) => ids.includes(sessionId)).length,
      },
      closed: async (_, { limit, cursor = '0' }) => {
        pages.push(cursor);
        const end = Number(cursor) + limit;
        return {
          items: rows.slice(Number(cursor), end),
          nextCursor: end < rows.length ? String(end) : null,
        };
      },
      lacking: async () => new Set(bare),
      summarizeLater: ({ sessionId }) => later.push(sessionId),
    });
    return {
      written,
      pages,
      later,
      keeper,
      publish: (message: Message) => events.emit('message', { session, message }),
    };
  }
  const ended = { organizationId: 'o', sessionId: 's' };

  it('asks for a summary when a session is closed and when it is rated, and not before', () => {
    const log = messages(asked, system('closed'), system('rated', { score: 2 }));
    const { later, keeper, publish } = build(log);
    for (const [i, message] of log.entries()) {
      publish(message);
      expect(later).toHaveLength(i);
    }
    keeper.close();
    publish(log.at(-1)!);
    expect(later).toEqual(['s', 's']);
  });

  it('writes it from the whole of a long log', async () => {
    const { written, keeper } = build(messages(...Array(1200).fill(asked), system('closed')));
    await keeper.summarize(ended);
    expect(written.map(({ messageCount }) => messageCount)).toEqual([1201]);
  });

  it.each([
    ['that came after the log was read', 2],
    ['whose words were still there as the log was read', 3],
  ])('leaves nothing of an erasure %s', async (_, read) => {
    const whole = messages(asked, system('closed'), system('erased'));
    const log = whole.slice(0, read);
    const written: Conversation[] = [];
    const { keeper, ...kept } = build(log, async () => {
      kept.written.push(summarize(ref, log));
      written.push(...kept.written);
      log.push(...whole.slice(read));
    });
    await keeper.summarize(ended);
    expect([written.length, kept.written]).toEqual([1, []]);
  });

  it('is made better by what a model reads, once; a rating asks nobody again, more words do', async () => {
    const log = messages(asked, system('closed'));
    const { written, keeper } = build(log);
    const readTo: number[] = [];
    const parts = { wanted: ['A parcel.'], done: [], next: [], risks: ['May leave.'], topics: ['parcels'] };
    const readAgain = async (_: object, read: readonly Message[], { after }: { after: number }) => {
      readTo.push(after, read.length);
      return { parts, model: 'm' };
    };
    await keeper.summarize(ended);
    expect(written.at(-1)).toMatchObject({ metadata: { wanted: ['Where is it?'] } });
    expect(await keeper.sumUp(ended, readAgain)).toBe(true);
    expect(written.at(-1)).toMatchObject({
      topics: ['parcels'],
      metadata: {
        wanted: ['A parcel.'],
        risks: ['The last word of the customer has no answer.', 'May leave.'],
      },
    });
    log.push(...messages(...log, system('rated', { score: 1 })).slice(2));
    await keeper.summarize(ended);
    expect(await keeper.sumUp(ended, readAgain)).toBe(false);
    expect([writtenBy(written.at(-1)!), written.at(-1)]).toMatchObject([
      { by: 'model', model: 'm' },
      {
        satisfactionScore: 1,
        metadata: { wanted: ['A parcel.'], risks: expect.arrayContaining(['Rated 1 of 5.']) },
      },
    ]);
    log.push(...messages(...log, asked, system('closed')).slice(3));
    await keeper.summarize(ended);
    expect(writtenBy(written.at(-1)!)).toEqual({ by: 'rules' });
    expect(await keeper.sumUp(ended, readAgain)).toBe(true);
    expect(readTo).toEqual([0, 2, 1, 5]);
  });

  it('keeps a rating that came while a model read, and writes nothing where more was said', async () => {
    const log = messages(asked, system('closed'));
    const { written, keeper } = build(log);
    const parts = { wanted: ['A parcel.'], done: [], next: [], risks: [], topics: [] };
    const meanwhile =
      (...more: Array<Partial<Message>>): ReadAgain =>
      async (_, __, { noteAsked }) => {
        await noteAsked();
        log.push(...messages(...log, ...more).slice(log.length));
        return { parts, model: 'm' };
      };
    expect(await keeper.sumUp(ended, meanwhile(system('rated', { score: 1 })))).toBe(true);
    expect(written.at(-1)).toMatchObject({
      ...{ satisfactionScore: 1, messageCount: 3, metadata: { wanted: ['A parcel.'] } },
    });
    log.push(...messages(...log, asked, system('closed')).slice(3));
    expect(await keeper.sumUp(ended, meanwhile(asked))).toBe(false);
    expect(writtenBy(written.at(-1)!)).toEqual({ by: 'rules' });
  });

  it('stays as the rules have it where no model reads it, which is asked three times of the same words at most', async () => {
    const log = messages(asked, system('closed'));
    const { written, keeper } = build(log);
    let times = 0;
    const refuses: ReadAgain = async (_, __, { noteAsked }) => {
      await noteAsked();
      times += 1;
      return undefined;
    };
    await keeper.summarize(ended);
    const byRules = written[0]!;
    for (let tries = 0; tries < 5; tries += 1) expect(await keeper.sumUp(ended, refuses)).toBe(false);
    // What is rated then was not said.
    log.push(...messages(...log, system('rated', { score: 1 })).slice(2));
    await keeper.summarize(ended);
    await keeper.sumUp(ended, refuses);
    expect([times, writtenBy(written.at(-1)!), written.at(-2)!.summary]).toEqual([
      3,
      { by: 'rules' },
      byRules.summary,
    ]);
    log.push(...messages(...log, asked, system('closed')).slice(3));
    await keeper.summarize(ended);
    await keeper.sumUp(ended, refuses);
    expect(times).toBe(4);
  });

  it('counts a reading that broke off, too', async () => {
    const { keeper } = build(messages(asked, system('closed')));
    let times = 0;
    const breaks: ReadAgain = async (_, __, { noteAsked }) => {
      await noteAsked();
      throw new Error(`broke off ${(times += 1)}`);
    };
    for (let tries = 0; tries < 3; tries += 1)
      await expect(keeper.sumUp(ended, breaks)).rejects.toThrow('broke off');
    expect(await keeper.sumUp(ended, breaks)).toBe(false);
    expect(times).toBe(3);
  });

  it('finds what no model has read where it was closed lately, as long as one may be asked', async () => {
    const row = (id: string, minutes: number, more = {}) => ({
      ...closedRow(id, 2),
      lastMessageAt: new Date(Date.parse('2026-01-02T00:00:00Z') - minutes * 60_000).toISOString(),
      ...more,
    });
    const rows = [
      ...['unread', 'read', 'refused', 'asked once'].map((id, i) => row(id, i)),
      ...[row('merged', 5, { mergedInto: 'unread' }), row('no summary', 6)],
      ...Array.from({ length: 300 }, (_, i) => row(`unread ${i}`, 10 * i)),
    ];
    const log = messages(asked, system('closed'));
    const { written, pages, keeper } = build(log, undefined, rows);
    const parts = { wanted: [], done: [], next: [], risks: [], topics: [] };
    const metadata: Record<string, Record<string, unknown>> = {
      read: { reread: { parts, model: 'm', upTo: 1 }, asked: { upTo: 1, times: 1 } },
      refused: { asked: { upTo: 1, times: 3 } },
      'asked once': { asked: { upTo: 1, times: 1 } },
    };
    for (const { id } of rows)
      if (id !== 'no summary')
        written.push({ ...summarize({ organizationId: 'o', id }, log), metadata: metadata[id] ?? {} });
    const since = new Date('2026-01-01T00:00:00Z');
    const found = (await keeper.unread('o', since)).map(({ sessionId }) => sessionId);
    // Ten minutes apart, of a day: 145 with both ends.
    const lately = Array.from({ length: 145 }, (_, i) => `unread ${i}`);
    expect(found).toEqual(['unread', 'asked once', ...lately]);
    expect(pages).toEqual(['0', '100']);
    keeper.close();
    expect(await keeper.unread('o', since)).toEqual([]);
  });

  it('rejects when a store fails, so that it is tried again', async () => {
    const gone = () => Promise.reject(new Error('gone'));
    const { keeper } = build(messages(asked, system('closed')), gone);
    await expect(keeper.summarize(ended)).rejects.toThrow('gone');
  });

  it('finds the closed sessions whose summary a crash took, or left behind, and those only', async () => {
    const log = messages(asked, system('closed'), system('rated', { score: 2 }));
    const rows = [closedRow('lost', 3), closedRow('there', 3), closedRow('erased', 3, { erased: 3 })];
    const { written, later, keeper } = build(log, undefined, rows);
    written.push({ ...summarize({ organizationId: 'o', id: 'there' }, log) });
    await keeper.findLost('o');
    expect(later).toEqual(['lost']);
    written[0]!.messageCount = 2;
    await keeper.findLost('o');
    expect(later).toEqual(['lost', 'lost', 'there']);
  });

  it('looks at 500 closed sessions a run, newest first, goes on from there, and begins again at the end', async () => {
    const rows = Array.from({ length: 650 }, (_, i) => closedRow(`s${i}`, 2));
    const { later, pages, keeper } = build(messages(asked, system('closed')), undefined, rows);
    await keeper.findLost('o');
    expect([later.length, pages]).toEqual([500, ['0', '100', '200', '300', '400']]);
    await keeper.findLost('o');
    expect([later.length, pages.slice(5)]).toEqual([650, ['500', '600']]);
    await keeper.findLost('o');
    expect([later.slice(650), pages.slice(7)]).toEqual([
      later.slice(0, 500),
      ['0', '100', '200', '300', '400'],
    ]);
  });
});
