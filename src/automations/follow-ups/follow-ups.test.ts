import { createLog } from '../../log';
import { DomainError, Stale } from '../../errors';
import { createKeyedMutex } from '../../tools/keyed-mutex';
import { createFollowUps, type FollowUpDeps } from './follow-ups';
import type { FollowUpCandidate, FollowUpRow } from './store';

const since = '2026-01-01T00:00:00.000Z';
const candidates = (count: number): FollowUpCandidate[] =>
  Array.from({ length: count }, (_, at) => ({ sessionId: `s${at}`, kind: 'waiting', since, seenSeq: 1 }));
const row = { id: 'f', sessionId: 's0', kind: 'promised', seenSeq: 1, text: 'Hello' } as FollowUpRow;
const ada = { id: 'ada', name: 'Ada' };

interface Given {
  due?: FollowUpCandidate[];
  store?: Partial<FollowUpDeps['store']>;
  sessions?: Partial<FollowUpDeps['sessions']>;
  changeTurn?: FollowUpDeps['changeTurn'];
}

function followUps({ due = [], store, sessions, ...more }: Given) {
  const added: string[] = [];
  const made = createFollowUps({
    store: {
      dropStale: async () => 0,
      due: async (_: string, __: number, limit: number) => due.slice(0, limit),
      add: async (_: string, { sessionId }: FollowUpCandidate) => void added.push(sessionId),
      settle: async () => true,
      get: async () => row,
      fateOf: async () => ({ ...row, state: 'open' }),
      ...store,
    },
    sessions: {
      get: async (_: string, id: string) => ({ id, status: 'closed', headSeq: 5 }),
      messages: async () => [],
      ...sessions,
    },
    settings: async () => ({ enabled: true, afterDays: 3, templates: [] }),
    promisesIn: () => [],
    languageOf: () => 'en',
    valuesOf: async () => ({}),
    write: async () => ({ text: 'Still there?', model: 'm' }),
    rulesOf: async () => ({ mayWrite: true }),
    changeTurn: (_: string, __: string, change: () => Promise<unknown>) => change(),
    log: createLog('silent'),
    ...more,
  } as unknown as FollowUpDeps);
  return { ...made, added };
}

describe('drafting', () => {
  it('ends after fifty: what is left is the next run’s', async () => {
    const { draftDue, added } = followUps({ due: candidates(120) });
    expect(await draftDue('o')).toBe(50);
    expect(added).toHaveLength(50);
  });

  it('goes on where one cannot be drafted', async () => {
    const get = async (_: string, id: string) => {
      if (id === 's0') throw new Error('gone');
      return { id, headSeq: 5 } as never;
    };
    const { draftDue, added } = followUps({ due: candidates(3), sessions: { get } });
    expect(await draftDue('o')).toBe(2);
    expect(added).toEqual(['s1', 's2']);
  });
});

describe('approving', () => {
  const refused = (error: Error, messages: FollowUpDeps['sessions']['messages']) => {
    const closed: unknown[] = [];
    const sessions = {
      messages,
      reopen: async () => ({ headSeq: 6 }) as never,
      reply: () => Promise.reject(error),
      close: async (asked: unknown) => void closed.push(asked) as never,
    };
    return { approving: followUps({ sessions }).approve('o', 'f', { agent: ada }), closed };
  };

  it('closes again what it reopened, where the channel refuses the words', async () => {
    const no = new DomainError('invalid', 'Too long');
    const { approving, closed } = refused(no, async () => []);
    await expect(approving).rejects.toBe(no);
    expect(closed).toMatchObject([{ sessionId: 's0', by: { kind: 'agent', id: 'ada' }, expectSeq: 6 }]);
  });

  it('says that it was sent where it went out meanwhile, elsewhere', async () => {
    const pages = [[], [{ type: 'text', metadata: { clientMessageId: 'f' } }]];
    const { approving } = refused(new Stale(7), async () => (pages.shift() ?? []) as never);
    await expect(approving).rejects.toThrow('It was sent already.');
  });

  /** One closed conversation and one draft, as two nodes see them: what each asks for takes its time. */
  function twoNodes(onReopened: () => void) {
    const session = { id: 's0', status: 'closed', headSeq: 1 };
    const said: string[] = [];
    let state = 'open';
    const later = async <T>(answer: () => T, turns = 5): Promise<T> => {
      for (let n = 0; n < turns; n += 1) await Promise.resolve();
      return answer();
    };
    const write = (expectSeq: number | undefined, status: string) =>
      later(() => {
        if (expectSeq !== session.headSeq) throw new Stale(session.headSeq);
        Object.assign(session, { status, headSeq: session.headSeq + 1 });
        return { ...session } as never;
      });
    const turns = createKeyedMutex();
    const given: Given = {
      store: {
        get: () =>
          later(() => (state === 'open' && session.status === 'closed' && !said.length ? row : undefined)),
        fateOf: () => later(() => ({ sessionId: 's0', seenSeq: 1, state }) as never),
        settle: (_, __, how) =>
          later(() => {
            if (state !== 'open') return false;
            state = how.state;
            return true;
          }),
      },
      sessions: {
        get: () => later(() => ({ ...session }) as never),
        messages: () =>
          later(
            () => said.map((clientMessageId) => ({ type: 'text', metadata: { clientMessageId } })) as never,
          ),
        async reopen({ expectSeq }) {
          const written: never = await write(expectSeq, 'with_agent');
          onReopened();
          return written;
        },
        async reply({ expectSeq, clientMessageId }) {
          const written: never = await later(() => write(expectSeq, 'with_agent'), 200);
          said.push(clientMessageId!);
          return written;
        },
        snooze: () => later(() => ({ ...session }) as never),
        close: ({ expectSeq }) => write(expectSeq, 'closed'),
      },
      changeTurn: (_, thing, change) => turns.run(thing, change),
    };
    return { nodes: [followUps(given), followUps(given)], said, state: () => state };
  }

  it('on two nodes at one moment sends it once, and says to the other that it was sent', async () => {
    let second: Promise<unknown> | undefined;
    const { nodes, said, state } = twoNodes(() => {
      second ??= nodes[1]!.approve('o', 'f', { agent: ada }).catch((error: unknown) => error);
    });
    await nodes[0]!.approve('o', 'f', { agent: ada });
    expect(await second).toMatchObject({ code: 'conflict', message: 'It was sent already.' });
    expect([said, state()]).toEqual([['f'], 'sent']);
  });
});
