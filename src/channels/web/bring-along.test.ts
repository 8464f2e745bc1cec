import { Stale } from '../../errors';
import type { Visitor } from '../../identity/principal';
import type { Message } from '../../protocol/model/message';
import type { Committed } from '../../sessions/commands';
import { emptySession, type SessionState } from '../../sessions/session';
import { bringAlong, type BringAlongDeps } from './bring-along';

const place = {
  organizationId: 'o',
  channelId: 'c',
  channelType: 'web',
  startedAt: '2026-01-01T00:00:00Z',
} as const;
const visitor = {
  ...place,
  customer: { id: 'signed', verified: true },
  tokenHash: 't',
  anonymous: { id: 'anonymous', verified: false },
} satisfies Visitor & typeof place;

/** An old conversation and the one that goes on; `sent` is what was brought into it. */
function conversations(words: number) {
  const old: Message[] = [];
  const sent: Message[] = [];
  let closed = false;
  const write = (log: Message[], message: Pick<Message, 'sender' | 'sessionId' | 'content' | 'metadata'>) => {
    log.push({ ...message, seq: log.length + 1, type: 'text' } as Message);
    return log.at(-1)!;
  };
  const says = (sender: 'customer' | 'ai', text: string) =>
    write(old, { sender, sessionId: 'old', content: { text }, metadata: {} });
  for (let n = 1; n <= words; n += 1) says('customer', `word ${n}`);
  const found = (name?: string) => sent.find(({ metadata }) => metadata.clientMessageId === name);
  const deps: BringAlongDeps = {
    sessions: {
      get: async (_, id) => stateOf(id),
      messages: async (_, _id, { limit, before = Infinity }) =>
        old.filter(({ seq }) => seq < before).slice(-limit),
      async receive({ clientMessageId, content }) {
        const first = found(clientMessageId);
        const message =
          first ??
          write(sent, {
            sender: 'customer',
            sessionId: 'new',
            content,
            metadata: { clientMessageId } as Message['metadata'],
          });
        return { session: stateOf('new'), message, duplicate: first !== undefined } as Committed;
      },
      claim: () => Promise.reject(new Error('nobody has it')),
      async close({ expectSeq }) {
        if (closed || expectSeq !== old.length) throw new Stale(old.length);
        closed = true;
        return stateOf('old');
      },
    },
    findSent: async (_, _customerId, name) => found(name),
    requestHuman: async (session) => session,
  };
  const stateOf = (id: string): SessionState => ({
    ...emptySession({ ...place, id, customerId: id === 'old' ? 'anonymous' : 'signed' }),
    ...(id === 'old' && closed && { status: 'closed' }),
    awaitingSince: place.startedAt,
  });
  return { deps, says, brought: () => sent.map(({ content }) => content.text), isClosed: () => closed };
}

test('Two who bring it at once, with a word between what each has read, bring every word once', async () => {
  const { deps, says, brought, isClosed } = conversations(2);
  let meanwhile: (() => Promise<unknown>) | undefined;
  let goOn!: () => void;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  // It has looked for what was brought before, and found nothing.
  const late = bringAlong(
    {
      ...deps,
      sessions: { ...deps.sessions, get: (...which) => held.then(() => deps.sessions.get(...which)) },
    },
    visitor,
    'old',
  );
  meanwhile = () => {
    meanwhile = undefined;
    says('customer', 'word 3');
    goOn();
    return late;
  };
  const close: BringAlongDeps['sessions']['close'] = async (input) => {
    await meanwhile?.();
    return deps.sessions.close(input);
  };
  await bringAlong({ ...deps, sessions: { ...deps.sessions, close } }, visitor, 'old');
  expect(brought()).toEqual(['word 1\n\nword 2', 'word 3']);
  expect(isClosed()).toBe(true);
});

test('What breaks off after an answer came meanwhile is gone on with where the words that were brought end', async () => {
  const { deps, says, brought, isClosed } = conversations(1);
  const writtenBefore = [
    () => says('ai', 'An answer'),
    () => says('customer', 'word 2'),
    () => {
      throw new Error('broken off');
    },
  ];
  const close: BringAlongDeps['sessions']['close'] = async (input) => {
    writtenBefore.shift()?.();
    return deps.sessions.close(input);
  };
  const broken = bringAlong({ ...deps, sessions: { ...deps.sessions, close } }, visitor, 'old');
  await expect(broken).rejects.toThrow('broken off');
  await bringAlong(deps, visitor, 'old');
  expect(brought()).toEqual(['word 1', '> An answer\n\nword 2']);
  expect(isClosed()).toBe(true);
});
