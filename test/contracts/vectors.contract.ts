import { randomUUID } from 'node:crypto';
import type { NewVector, Vector, VectorSource, VectorStore } from '../../src/knowledge/vectors';
import { eventually } from '../../src/tools/eventually';
import type { Stores } from './document-stores';

function aSource(changes: Partial<VectorSource> = {}): VectorSource {
  return { organizationId: randomUUID(), sourceType: 'knowledge_base', sourceId: randomUUID(), ...changes };
}

const some = (count: number, text = 'chunk'): NewVector[] =>
  Array.from({ length: count }, (_, n) => ({
    text: `${text} ${n}`,
    embedding: Float32Array.from({ length: 8 }, (_x, i) => Math.fround(Math.sin(n * 8 + i))),
    metadata: { chunkId: `${text}-${n}`, 'a.b': { $c: n } },
  }));

const byText = (a: { text: string }, b: { text: string }) => (a.text < b.text ? -1 : 1);

export function vectorsContract(name: string, make: () => Promise<Stores<VectorStore>>): void {
  describe(`vectors on ${name}`, () => {
    let stores: Stores<VectorStore>;
    let store: VectorStore;
    beforeAll(async () => {
      stores = await make();
      store = await stores.node();
    });
    afterAll(() => stores?.stop());

    const all = async (...sources: VectorSource[]): Promise<Vector[]> =>
      (await Promise.all(sources.map((source) => store.read(source, [source.sourceId])))).flat();

    it('returns what was written, to the last bit', async () => {
      const source = aSource();
      // A view into a larger buffer, as embedders return them.
      const embedding = new Float32Array([9, 9, 0.1, -1e-38, 3.4e38, 0, 1 / 3]).subarray(2);
      await store.replace(source, [{ text: 'x', embedding, metadata: { chunkId: 'c' } }]);
      const [vector] = await all(source);
      expect(vector).toStrictEqual({
        ...source,
        text: 'x',
        embedding: Float32Array.from(embedding),
        metadata: { chunkId: 'c' },
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      });
      expect(vector!.embedding.byteOffset).toBe(0);
    });

    it('keeps of an organization’s sources only what one model made', async () => {
      const source = aSource();
      const elsewhere = [aSource(), aSource({ ...source, sourceType: 'custom' })];
      const made = (by: string) => some(2, by).map((one) => ({ ...one, metadata: { model: by } }));
      for (const each of [source, ...elsewhere]) await store.replace(each, [...made('old'), ...made('new')]);
      expect(await store.keepModel(source, 'new')).toBe(2);
      expect((await all(source)).map(({ text }) => text).sort()).toEqual(['new 0', 'new 1']);
      expect(await all(...elsewhere)).toHaveLength(8);
    });

    it('replaces all that a source had, by more, by fewer, by none', async () => {
      const source = aSource();
      const other = aSource({ organizationId: source.organizationId });
      await store.replace(other, some(2, 'other'));
      for (const count of [3, 5, 1, 0, 2]) {
        await store.replace(source, some(count, `round ${count}`));
        const texts = (await all(source, other)).map(({ text }) => text).sort();
        const expected = [...some(count, `round ${count}`), ...some(2, 'other')]
          .map(({ text }) => text)
          .sort();
        expect(texts).toEqual(expected);
      }
    });

    it('never shows a source without vectors while it is replaced', async () => {
      const source = aSource();
      const writer = await stores.node();
      await store.replace(source, some(3));
      let writing = true;
      const written = (async () => {
        for (let n = 0; n < 8; n += 1) await writer.replace(source, some(1 + (n % 3)));
      })().finally(() => (writing = false));
      const counts: number[] = [];
      while (writing) counts.push((await all(source)).length);
      await written;
      expect(Math.min(...counts)).toBeGreaterThan(0);
    });

    it('leaves one whole set when several nodes replace a source at once', async () => {
      const nodes = await Promise.all([stores.node(), stores.node(), stores.node()]);
      for (let round = 0; round < 4; round += 1) {
        const source = aSource();
        await Promise.all(nodes.map((node, n) => node.replace(source, some(2 + n, `set ${n}`))));
        const left = (await all(source)).sort(byText);
        const set = Number(left[0]!.text.split(' ')[1]);
        expect(left.map(({ text }) => text)).toEqual(some(2 + set, `set ${set}`).map(({ text }) => text));
      }
    });

    it('reads the sources that are named, all of each, and nothing else', async () => {
      const organizationId = randomUUID();
      const sources = Array.from({ length: 4 }, () => aSource({ organizationId }));
      for (const [n, source] of sources.entries()) await store.replace(source, some(3, `s${n}`));
      const ids = [sources[1]!.sourceId, randomUUID(), sources[3]!.sourceId];
      const found = await store.read(sources[0]!, ids);
      const expected = [...some(3, 's1'), ...some(3, 's3')];
      expect(found.sort(byText).map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
      expect(await store.read(sources[0]!, [])).toEqual([]);
      expect(await store.read({ ...sources[0]!, sourceType: 'conversation' }, ids)).toEqual([]);
    });

    it('reads the newest of a kind first, at most so many, and those since a time', async () => {
      const organizationId = randomUUID();
      const sources = Array.from({ length: 5 }, () =>
        aSource({ organizationId, sourceType: 'conversation' }),
      );
      for (const [n, source] of sources.entries()) {
        await store.replace(source, some(2, `s${n}`));
        const [{ createdAt } = { createdAt: '' }] = await all(source);
        await eventually(() => new Date().toISOString() > createdAt);
      }
      await store.replace(aSource({ organizationId }), some(1, 'article'));
      await store.replace(aSource({ sourceType: 'conversation' }), some(1, 'foreign'));
      const read = async (limit: number, since?: string) => {
        const found: string[] = [];
        for (let cursor: string | undefined; ;) {
          const page = { limit, ...(since && { since }), ...(cursor && { cursor }) };
          const { items, cursor: next } = await store.newest(sources[0]!, page);
          found.push(...items.map(({ text }) => text.slice(0, 2)));
          if (next === undefined) return found;
          cursor = next;
        }
      };
      const everything = ['s4', 's4', 's3', 's3', 's2', 's2', 's1', 's1', 's0', 's0'];
      for (const limit of [100, 3, 1]) expect(await read(limit)).toEqual(everything);
      const [{ createdAt } = { createdAt: '' }] = await all(sources[3]!);
      expect(await read(3, createdAt)).toEqual(everything.slice(0, 4));
    });

    it('removes a source, and no other of the same name', async () => {
      const source = aSource();
      const sameName = aSource({ ...source, sourceType: 'conversation' });
      await store.replace(source, some(2, 'gone'));
      await store.replace(sameName, some(1, 'kept'));
      expect(await store.remove(source)).toBe(2);
      expect(await store.remove(source)).toBe(0);
      expect((await all(source, sameName)).map(({ text }) => text)).toEqual(['kept 0']);
    });

    it('shows another organization nothing, and lets it change nothing', async () => {
      const source = aSource();
      const foreign = { ...source, organizationId: randomUUID() };
      await store.replace(source, some(2));
      expect(await store.remove(foreign)).toBe(0);
      await store.replace(foreign, some(1, 'foreign'));
      expect(await all(source)).toHaveLength(2);
      expect((await all(foreign)).map(({ text }) => text)).toEqual(['foreign 0']);
    });

    it('replaces U+0000 and lone surrogates', async () => {
      const source = aSource({ sourceType: 'custom', sourceId: 'a\u0000' });
      await store.replace(source, [{ text: '\uD800x\u0000', embedding: new Float32Array(2), metadata: {} }]);
      expect((await all(source)).map(({ text }) => text)).toEqual(['\uFFFDx\uFFFD']);
      expect(await store.remove(source)).toBe(1);
    });
  });
}
