import { createLog } from '../../log';
import { DomainError, Stale } from '../../errors';
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
}

function followUps({ due = [], store, sessions }: Given) {
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
    log: createLog('silent'),
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
});
