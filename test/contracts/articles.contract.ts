// What every home of articles does.
import { randomUUID } from 'node:crypto';
import { demoArticles } from '../../src/knowledge/demo';
import type { KnowledgeStore } from '../../src/knowledge/store';

export interface ArticleStores {
  store: KnowledgeStore;
  /** Two organizations, both empty. */
  organizations: [string, string];
}

export function articlesContract(name: string, make: () => Promise<ArticleStores>): void {
  describe(`articles in ${name}`, () => {
    let store: KnowledgeStore;
    let ours: string;
    let theirs: string;
    const all = (organizationId: string) => store.find(organizationId, {}, { limit: 100 });

    beforeAll(async () => {
      ({
        store,
        organizations: [ours, theirs],
      } = await make());
    });
    afterEach(async () => {
      for (const organizationId of [ours, theirs]) {
        for (const { id } of (await all(organizationId)).items) await store.remove(organizationId, id);
      }
    });

    it('keeps what was written, in the order given', async () => {
      const written = await store.write(ours, [
        {
          title: 'First',
          content: 'one',
          externalId: 'a',
          category: 'c',
          tags: ['x', 'y'],
          audience: 'internal',
          url: 'https://example.com/1',
        },
        { title: 'Second', content: 'two' },
      ]);
      expect(written).toMatchObject([
        {
          title: 'First',
          content: 'one',
          externalId: 'a',
          category: 'c',
          tags: ['x', 'y'],
          audience: 'internal',
          url: 'https://example.com/1',
          embeddingStatus: 'pending',
        },
        { title: 'Second', tags: [], audience: 'public' },
      ]);
      expect(await store.read(ours, [written[1]!.id])).toEqual([written[1]]);
    });

    it('replaces an article with the same externalId and keeps its id', async () => {
      const [before] = await store.write(ours, [
        { title: 'Old', content: 'old', externalId: 'a', category: 'c' },
      ]);
      const [after] = await store.write(ours, [{ title: 'New', content: 'new', externalId: 'a' }]);
      expect(after).toMatchObject({ id: before!.id, title: 'New', content: 'new' });
      expect(after!.category).toBeUndefined();
      expect((await all(ours)).items).toHaveLength(1);
    });

    it('writes all of an import or nothing', async () => {
      const bad = { title: 'Too long', content: 'x', category: 'c'.repeat(101) };
      await expect(store.write(ours, [{ title: 'Good', content: 'x' }, bad])).rejects.toThrow();
      expect((await all(ours)).items).toEqual([]);
    });

    it('changes only the fields that are named', async () => {
      const [written] = await store.write(ours, [{ title: 'T', content: 'c', category: 'k' }]);
      const id = written!.id;
      expect(await store.update(ours, id, { title: 'U' })).toMatchObject({
        title: 'U',
        content: 'c',
        category: 'k',
      });
      expect(await store.update(ours, randomUUID(), { title: 'U' })).toBeUndefined();
    });

    it('keeps the questions that people asked, and an import that names none leaves them', async () => {
      const questions = ['Can I get my money back?', 'How do I return shoes?'];
      const [written] = await store.write(ours, [{ title: 'T', content: 'c', externalId: 'a', questions }]);
      expect(written!.questions).toEqual(questions);
      const [again] = await store.write(ours, [{ title: 'U', content: 'c', externalId: 'a' }]);
      expect(again).toMatchObject({ id: written!.id, title: 'U', questions });
      expect(await store.update(ours, written!.id, { title: 'V' })).toMatchObject({ questions });
      expect((await store.find(ours, { q: 'money' }, { limit: 10 })).items).toHaveLength(1);
      const [bare] = await store.write(ours, [{ title: 'U', content: 'c', externalId: 'a', questions: [] }]);
      expect(bare!.questions).toEqual([]);
    });

    it('embeds an article again when its questions change, and shows the change by its stamp', async () => {
      const [article] = await store.write(ours, [{ title: 'One', content: '1', externalId: 'a' }]);
      const id = article!.id;
      const settleAll = async () => {
        for (const { contentHash } of await store.pending(ours, 10))
          await store.settle(ours, id, { contentHash, status: 'ready' });
        expect(await store.pending(ours, 10)).toEqual([]);
      };
      await settleAll();
      const stamp = (await store.stamps(ours)).get(id);
      await store.update(ours, id, { questions: ['Asked?'] });
      expect((await store.stamps(ours)).get(id)).not.toBe(stamp);
      expect(await store.pending(ours, 10)).toMatchObject([{ article: { questions: ['Asked?'] } }]);
      await settleAll();
      await store.write(ours, [{ title: 'One', content: '1', externalId: 'a' }]);
      expect(await store.pending(ours, 10)).toEqual([]);
      await store.write(ours, [{ title: 'One', content: '1', externalId: 'a', questions: ['Other?'] }]);
      expect(await store.pending(ours, 10)).toHaveLength(1);
    });

    it('refuses an externalId that another article has', async () => {
      const [, second] = await store.write(ours, [
        { title: 'A', content: 'a', externalId: 'a' },
        { title: 'B', content: 'b', externalId: 'b' },
      ]);
      await expect(store.update(ours, second!.id, { externalId: 'a' })).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('pages through all of them once, and finds by words, category and audience', async () => {
      await store.write(
        ours,
        Array.from({ length: 7 }, (_, i) => ({
          title: `Nr ${i}`,
          content: i % 2 ? 'odd 100%' : 'even',
          category: `c${i % 3}`,
        })),
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.find(ours, {}, { limit: 3, ...(cursor && { cursor }) });
        seen.push(...page.items.map(({ title }) => title));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen.sort()).toEqual(Array.from({ length: 7 }, (_, i) => `Nr ${i}`));
      expect((await store.find(ours, { q: '100%' }, { limit: 10 })).items).toHaveLength(3);
      expect((await store.find(ours, { q: '1%0' }, { limit: 10 })).items).toHaveLength(0);
      expect((await store.find(ours, { category: 'c0', q: 'EVEN' }, { limit: 10 })).items).toHaveLength(2);
      expect((await store.find(ours, { audience: 'internal' }, { limit: 10 })).items).toHaveLength(0);
      await expect(store.find(ours, {}, { limit: 3, cursor: 'nonsense' })).rejects.toMatchObject({
        code: 'invalid',
      });
    });

    it('keeps what each save took the place of, with who saved it and when, and gives the last fifty', async () => {
      const ada = { kind: 'user', id: randomUUID(), name: 'Ada' } as const;
      const [written] = await store.write(ours, [{ title: 'T', content: '1', externalId: 'a' }], ada);
      expect(written).toMatchObject({ version: 1, savedBy: ada });
      const { id } = written!;
      await store.write(ours, [{ title: 'T', content: '2', externalId: 'a', tags: ['x'] }]);
      expect(await store.update(ours, id, { content: '2' })).toMatchObject({ version: 2 });
      await store.update(ours, id, { content: '3', by: { kind: 'system', name: 'Import' } });
      expect(await store.versions(ours, id)).toMatchObject([
        { version: 3, savedBy: { kind: 'system', name: 'Import' } },
        { version: 2 },
        { version: 1, savedBy: ada, savedAt: written!.updatedAt },
      ]);
      expect(await store.version(ours, id, 1)).toMatchObject({ content: '1', tags: [] });
      expect(await store.version(ours, id, 2)).toMatchObject({ content: '2', tags: ['x'] });
      expect(await store.version(ours, id, 9)).toBeUndefined();
      expect(await store.versions(theirs, id)).toEqual([]);
      expect(await store.version(theirs, id, 1)).toBeUndefined();
      for (let i = 0; i < 52; i += 1) await store.update(ours, id, { content: `more ${i}` });
      const kept = await store.versions(ours, id);
      expect([kept.length, kept[0]!.version, kept.at(-1)!.version]).toEqual([51, 55, 5]);
    });

    it('keeps a language that somebody set, and else the one that was guessed', async () => {
      const [written] = await store.write(ours, [{ title: 'T', content: 'c', guessedLanguage: 'de' }]);
      const { id } = written!;
      expect(written).toMatchObject({ language: 'de' });
      expect(await store.update(ours, id, { language: 'fr' })).toMatchObject({ language: 'fr' });
      const again = await store.update(ours, id, { content: 'd', guessedLanguage: 'de' });
      expect(again).toMatchObject({ language: 'fr' });
      expect(await store.update(ours, id, { language: null })).not.toHaveProperty('language');
      expect((await store.find(ours, { language: 'fr' }, { limit: 10 })).items).toEqual([]);
    });

    it('lists for everybody what is public, and nothing else', async () => {
      await store.write(ours, [
        { title: 'Open', content: 'o', category: 'c' },
        { title: 'Loyal', content: 'l', audience: 'verified' },
        { title: 'Team', content: 't', audience: 'internal' },
      ]);
      expect(await store.published(ours)).toEqual([
        expect.objectContaining({ title: 'Open', category: 'c', intro: 'o' }),
      ]);
      expect(await store.published(theirs)).toEqual([]);
    });

    it('shows nothing of another organization', async () => {
      const [theirsOnly] = await store.write(theirs, [{ title: 'Secret', content: 's', externalId: 'a' }]);
      await store.write(ours, [{ title: 'Open', content: 'o', externalId: 'a' }]);
      expect((await all(ours)).items.map(({ title }) => title)).toEqual(['Open']);
      expect(await store.read(ours, [theirsOnly!.id])).toEqual([]);
      expect(await store.update(ours, theirsOnly!.id, { title: 'Mine' })).toBeUndefined();
      expect(await store.remove(ours, theirsOnly!.id)).toBe(false);
      expect((await all(theirs)).items).toMatchObject([{ title: 'Secret' }]);
    });

    it('says by its fingerprint and stamps that something changed, and what', async () => {
      const prints = [await store.fingerprint(ours)];
      const [one, two] = await store.write(ours, [
        { title: 'One', content: '1' },
        { title: 'Two', content: '2' },
      ]);
      prints.push(await store.fingerprint(ours));
      const before = await store.stamps(ours);
      await store.update(ours, one!.id, { content: '1b' });
      prints.push(await store.fingerprint(ours));
      const after = await store.stamps(ours);
      expect(after.get(one!.id)).not.toBe(before.get(one!.id));
      expect(after.get(two!.id)).toBe(before.get(two!.id));
      await store.remove(ours, two!.id);
      prints.push(await store.fingerprint(ours));
      expect(new Set(prints).size).toBe(4);
    });

    it('tells what the demo brought from what somebody wrote, and removes that alone', async () => {
      const [first] = demoArticles;
      await store.write(theirs, demoArticles);
      expect(await store.counts(theirs)).toMatchObject({ samples: demoArticles.length });
      const written = await store.write(ours, demoArticles.slice(0, 3));
      expect(written.map(({ isSample }) => isSample)).toEqual([true, true, true]);
      await store.update(ours, written[0]!.id, { content: 'A refund takes a day.' });
      await store.update(ours, written[1]!.id, { title: 'What delivery costs' });
      const [own] = await store.write(ours, [{ ...first!, externalId: 'demo-prices' }]);
      expect(own).not.toHaveProperty('isSample');
      const published = await store.published(ours);
      expect(published.filter(({ isSample }) => isSample).map(({ id }) => id)).toEqual(
        expect.arrayContaining([written[1]!.id, written[2]!.id]),
      );
      expect(await store.counts(ours)).toMatchObject({ articles: 4, samples: 2 });
      expect((await store.removeSamples(ours)).sort()).toEqual([written[1]!.id, written[2]!.id].sort());
      const left = (await store.find(ours, {}, { limit: 10 })).items;
      expect(left.map(({ id }) => id).sort()).toEqual([written[0]!.id, own!.id].sort());
      expect(left.some(({ isSample }) => isSample)).toBe(false);
      expect(await store.removeSamples(ours)).toEqual([]);
      expect(await store.counts(theirs)).toMatchObject({ samples: demoArticles.length });
    });

    it('queues what has no vectors, and takes no result for words that have changed', async () => {
      const [article] = await store.write(ours, [{ title: 'One', content: '1', externalId: 'a' }]);
      const [waiting] = await store.pending(ours, 10);
      expect(waiting).toMatchObject({ article: { id: article!.id } });
      await store.update(ours, article!.id, { content: '2' });
      const { contentHash } = waiting!;
      expect(await store.settle(ours, article!.id, { contentHash, status: 'ready' })).toBe(false);
      const [again] = await store.pending(ours, 10);
      expect(
        await store.settle(ours, article!.id, { contentHash: again!.contentHash, status: 'ready' }),
      ).toBe(true);
      expect(await store.pending(ours, 10)).toEqual([]);
      await store.write(ours, [{ title: 'One', content: '2', externalId: 'a', category: 'new' }]);
      expect(await store.counts(ours)).toEqual({ articles: 1, samples: 0, pending: 0, failed: 0 });
      await store.requeue(ours, [article!.id]);
      expect(await store.counts(ours)).toEqual({ articles: 1, samples: 0, pending: 1, failed: 0 });
    });

    it('one whose language is said to be another one waits again: a model knows some languages', async () => {
      const words = { externalId: 'said', title: 'Kayaks', content: 'Single, double' };
      const [{ id } = { id: '' }] = await store.write(ours, [{ ...words, guessedLanguage: 'hi' }]);
      const [guessed] = await store.pending(ours, 10);
      const settle = (contentHash: string) => store.settle(ours, id, { contentHash, status: 'off' });
      expect(await settle(guessed!.contentHash)).toBe(true);
      await store.update(ours, id, { category: 'Boats' });
      expect(await store.pending(ours, 10)).toEqual([]);
      await store.update(ours, id, { language: 'en' });
      const [said] = await store.pending(ours, 10);
      expect(await settle(guessed!.contentHash)).toBe(false);
      expect(await settle(said!.contentHash)).toBe(true);
      await store.write(ours, [{ ...words, language: 'en' }]);
      expect(await store.pending(ours, 10)).toEqual([]);
      await store.write(ours, [{ ...words, language: 'de' }]);
      expect(await store.pending(ours, 10)).toHaveLength(1);
    });
  });
}
