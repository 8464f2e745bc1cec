import type { Session } from '../protocol/model/session';
import { createConversationVectors } from './conversation-vectors';
import type { Conversation, WishVector } from './store';

const organizationId = 'o';
const conversation = (sessionId: string, ...wanted: string[]) =>
  ({ organizationId, sessionId, summary: wanted[0] ?? '', metadata: { wanted } }) as unknown as Conversation;

/** Closed sessions, newest first, in pages of 50. */
function world(all: Conversation[]) {
  const there = new Map(all.map((one) => [one.sessionId, one]));
  const kept = new Map<string, WishVector[]>();
  const asked: string[][] = [];
  const left = new Set<string>();
  const later: string[] = [];
  const conversations = {
    read: async (_: string, ids: readonly string[]) => ids.flatMap((id) => there.get(id) ?? []),
  };
  const build = (name: string, whileEmbedding = (): void => undefined) =>
    createConversationVectors({
      conversations,
      vectors: {
        replace: async ({ sourceId }, made) =>
          void kept.set(
            sourceId,
            made.map((one) => ({ ...one, sourceId, createdAt: '' })),
          ),
        read: async (_, ids) => ids.flatMap((id) => kept.get(id) ?? []),
        newest: async () => ({ items: [] }),
        remove: async ({ sourceId }) => Number(kept.delete(sourceId)),
      },
      embedder: {
        name,
        async embed(texts) {
          asked.push([...texts]);
          whileEmbedding();
          return texts.map(() => new Float32Array(2));
        },
      },
      leftOut: async () => left,
      understands: (text) => !text.startsWith('¿'),
      masked: (text) => text.replace(/\d{4}/g, '[number]'),
      closed: async (_, { limit, cursor = '0' }) => {
        const end = Number(cursor) + limit;
        const items = all.slice(Number(cursor), end).map(({ sessionId: id }) => ({ id }) as Session);
        return { items, nextCursor: end < all.length ? String(end) : null };
      },
      remakeLater: (_, cursor) => later.push(cursor),
    });
  return { build, there, kept, asked, later, left };
}

const textsOf = (kept: Map<string, WishVector[]>) =>
  Object.fromEntries([...kept].map(([id, vectors]) => [id, vectors.map(({ text }) => text)]));

it('what was wanted has vectors, once, without what no model reads or understands', async () => {
  const { build, kept, asked } = world([
    conversation('a', 'My PIN 4711 is refused', 'hello', 'Can I have another one?'),
    conversation('b', 'My PIN 4711 is refused'),
    conversation('c', '¿Dónde está mi paquete?'),
    conversation('d', 'hi'),
  ]);
  const vectors = build('one');
  expect(await vectors.make(organizationId, ['a', 'b', 'c', 'd', 'gone'])).toBe(2);
  const pin = 'My PIN [number] is refused';
  expect(textsOf(kept)).toEqual({ a: [pin, 'Can I have another one?'], b: [pin] });
  expect(asked).toEqual([[pin, 'Can I have another one?']]);
  expect(await vectors.make(organizationId, ['a', 'b', 'c', 'd'])).toBe(0);
  expect(asked).toHaveLength(1);
});

it('of whom no model reads anything there are none, and those that were made go', async () => {
  const { build, kept, left } = world([
    conversation('a', 'The lamp is broken'),
    conversation('b', 'The box is wet'),
  ]);
  const vectors = build('one');
  await vectors.make(organizationId, ['a', 'b']);
  left.add('a');
  expect([...(await vectors.lacking(organizationId, ['a', 'b']))]).toEqual(['a']);
  await vectors.make(organizationId, ['a', 'b']);
  expect(textsOf(kept)).toEqual({ a: [], b: ['The box is wet'] });
});

it('another model makes all anew, page after page, and looks at no more once a page has all', async () => {
  const all = Array.from({ length: 120 }, (_, n) => conversation(`s${n}`, `The lamp number ${n} is broken`));
  const { build, kept, asked, later } = world(all);
  const old = build('old');
  for (let n = 0; n < 120; n += 50) await old.remake(organizationId, String(n));
  const now = build('new');
  later.length = 0;
  await now.remake(organizationId);
  expect(later).toEqual(['50']);
  await now.remake(organizationId, later.pop());
  await now.remake(organizationId, later.pop());
  expect(later).toEqual([]);
  expect([...kept.values()].flat().map(({ metadata }) => metadata['model'])).toEqual(all.map(() => 'new'));
  const before = asked.length;
  await now.remake(organizationId);
  expect([asked.length, later]).toEqual([before, []]);
});

it('what was erased while its vectors were made has none', async () => {
  const { build, there, kept } = world([conversation('a', 'The lamp is broken')]);
  await build('one', () => there.clear()).make(organizationId, ['a']);
  expect(kept.size).toBe(0);
});

it('says which conversations cannot be found by meaning yet', async () => {
  const { build } = world([
    conversation('a', 'The lamp is broken'),
    conversation('b', 'The chair is broken'),
  ]);
  const vectors = build('one');
  await vectors.make(organizationId, ['a']);
  expect([...(await vectors.lacking(organizationId, ['a', 'b']))]).toEqual(['b']);
});
