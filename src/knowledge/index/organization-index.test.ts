import { textsOf } from './article-texts';
import { chunk } from '../chunk';
import { createOrganizationIndex, type OrganizationIndex } from './organization-index';

const article = (id: string, title: string, content: string, audience: 'public' | 'internal' = 'public') => ({
  id,
  title,
  content,
  tags: [],
  audience,
});
const vector = (sourceId: string, text: string, embedding: number[]) => ({
  organizationId: 'o',
  sourceType: 'knowledge_base' as const,
  sourceId,
  text,
  embedding: Float32Array.from(embedding),
  metadata: {},
  createdAt: '',
});

describe('the index of an organization', () => {
  let index: OrganizationIndex;
  const find = (query: string, audience: 'public' | 'internal' = 'public', embedding?: number[]) =>
    index
      .search(index.corrected(query), {
        limit: 5,
        audience,
        ...(embedding && { vector: Float32Array.from(embedding) }),
      })
      .map(({ articleId }) => articleId);

  beforeEach(async () => {
    index = createOrganizationIndex();
    await index.put(article('refunds', 'Refunds', 'A refund takes five days.'), '1');
    await index.put(article('shipping', 'Delivery', 'We deliver to Norway.'), '1');
    await index.put(article('ja', '返金について', '返金には五日かかります。'), '1');
    await index.put(article('secret', 'Vouchers', 'Offer a voucher of forty percent.', 'internal'), '1');
  });

  it('finds by words, word families and typos', () => {
    expect(find('when is my refund coming')[0]).toBe('refunds');
    expect(find('refunding')[0]).toBe('refunds');
    expect(find('refnud')[0]).toBe('refunds');
    expect(find('norwegian norwa')[0]).toBe('shipping');
  });

  it('finds in scripts without spaces', () => {
    expect(find('返金はいつですか')[0]).toBe('ja');
  });

  it('keeps what is internal from customers', () => {
    expect(find('voucher')).toEqual([]);
    expect(find('voucher', 'internal')).toEqual(['secret']);
  });

  it('forgets an article that was replaced or removed', async () => {
    await index.put(article('refunds', 'Money', 'Cash comes back.'), '2');
    expect(find('refund')).toEqual([]);
    expect(find('cash')).toEqual(['refunds']);
    index.remove('refunds');
    expect(find('cash')).toEqual([]);
    expect(index.size()).toMatchObject({ articles: 3, chunks: 3 });
  });

  it('finds by meaning once the vectors are there, and only takes those of the text it has', () => {
    index.setVectors([vector('shipping', 'another text', [1, 0])]);
    expect(index.hasVectors('shipping')).toBe(false);
    index.setVectors([
      vector('shipping', 'Delivery. We deliver to Norway.', [2, 0]),
      vector('shipping', 'Delivery', [2, 0]),
      vector('refunds', 'Refunds. A refund takes five days.', [0, 2]),
    ]);
    expect(index.hasVectors('shipping')).toBe(true);
    expect(find('postage', 'public', [1, 0.1])[0]).toBe('shipping');
  });

  it('keeps the vectors of texts that did not change', async () => {
    const vectors = ['Delivery. We deliver to Norway.', 'Delivery'].map((text) =>
      vector('shipping', text, [1, 0]),
    );
    index.setVectors(vectors);
    await index.put({ ...article('shipping', 'Delivery', 'We deliver to Norway.'), tags: ['post'] }, '2');
    expect(index.hasVectors('shipping')).toBe(true);
    await index.put(article('shipping', 'Delivery', 'We deliver to Sweden.'), '3');
    expect(index.hasVectors('shipping')).toBe(false);
  });

  it('finds an article by a question that people asked, by its words and by its meaning', async () => {
    const asked = {
      ...article('shipping', 'Delivery', 'We deliver to Norway.'),
      questions: ['Oslo, can you?'],
    };
    await index.put(asked, '2');
    expect(find('Oslo?')).toEqual(['shipping']);
    index.setVectors([
      vector('shipping', 'Oslo, can you?', [0, 0, 1]),
      vector('shipping', 'Delivery', [1, 0, 0]),
      vector('shipping', 'Delivery. We deliver to Norway.', [1, 0, 0]),
      vector('refunds', 'Refunds', [0, 1, 0]),
      vector('refunds', 'Refunds. A refund takes five days.', [0, 1, 0]),
    ]);
    expect(find('fjord', 'public', [0, 0.1, 1])[0]).toBe('shipping');
    await index.put(article('shipping', 'Delivery', 'We deliver to Norway.'), '3');
    expect(find('Oslo?')).toEqual([]);
  });

  it('is certain where one article answers, and not where two that differ are as near', async () => {
    const certainty = (query: string) => index.search(query, { limit: 5, audience: 'public' })[0]!.certainty;
    const question = 'how long does a refund take';
    const clear = certainty(question);
    await index.put(article('partial', 'Part of a refund', 'A refund takes ten days.'), '1');
    const unclear = certainty(question);
    expect(unclear).toBeLessThan(clear);
    await index.put(article('partial', 'Refunds', 'A refund takes five days.'), '2');
    expect(certainty(question)).toBeGreaterThan(unclear);
  });

  it('looks up the rarest words of a long question', async () => {
    const common = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
    for (const id of ['a', 'b']) await index.put(article(id, 'Words', common), '1');
    await index.put(article('rare', 'Balloons', 'A zeppelin.'), '1');
    expect(find(`${common} zeppelin`)).toContain('rare');
  });

  it('finds the same after articles came, changed and went as if it had been made of what is left', async () => {
    let state = 7;
    const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    const sentence = () =>
      `${Array.from({ length: 9 }, () => `wort${random(60).toString(36)}${'aeiou'[random(5)]}`).join(' ')}.`;
    const made = (n: number) => ({
      ...article(`a${n}`, sentence().slice(0, 20), Array.from({ length: 1 + random(4) }, sentence).join(' ')),
      tags: [sentence().slice(0, 8)],
      questions: random(3) === 0 ? [sentence()] : [],
    });
    const embeddings = new Map<string, number[]>();
    const vectorsOf = (one: ReturnType<typeof made>) =>
      textsOf(one, chunk(one.id, one.content)).map((text) => {
        const known = embeddings.get(text) ?? Array.from({ length: 8 }, () => random(100) - 50);
        embeddings.set(text, known);
        return vector(one.id, text, known);
      });
    const worn = createOrganizationIndex();
    const waiting = new Set<string>();
    const left = new Map<string, ReturnType<typeof made>>();
    for (let n = 0; n < 120; n += 1) {
      const one = made(random(30));
      if (random(4) === 0) {
        worn.remove(one.id);
        left.delete(one.id);
        continue;
      }
      await worn.put(one, String(n));
      left.set(one.id, one);
      // The last ones wait for theirs.
      if (n < 100) worn.setVectors(vectorsOf(one));
      else waiting.add(one.id);
    }
    const fresh = createOrganizationIndex();
    for (const one of left.values()) await fresh.put(one, '1');
    for (const one of left.values()) if (!waiting.has(one.id)) fresh.setVectors(vectorsOf(one));
    const { bytes: _worn, ...size } = worn.size();
    expect(fresh.size()).toMatchObject(size);
    for (let n = 0; n < 40; n += 1) {
      const query = sentence();
      const asked = {
        limit: 50,
        audience: 'public' as const,
        ...(n % 2 === 0 && { vector: Float32Array.from({ length: 8 }, () => random(100) - 50) }),
      };
      const scores = (index: OrganizationIndex) =>
        Object.fromEntries(
          index.search(query, asked).map(({ chunkId, score, certainty }) => [chunkId, { score, certainty }]),
        );
      expect(scores(worn)).toEqual(scores(fresh));
    }
  });

  it('knows of no vector any more once they are dropped, and takes those of another model', () => {
    const texts = ['Delivery. We deliver to Norway.', 'Delivery'];
    index.setVectors(texts.map((text) => vector('shipping', text, [1, 0])));
    index.dropVectors();
    expect(index.hasVectors('shipping')).toBe(false);
    expect(find('postage', 'public', [1, 0])).toEqual([]);
    index.setVectors(texts.map((text) => vector('shipping', text, [0, 0, 1])));
    expect(index.hasVectors('shipping')).toBe(true);
    expect(find('postage', 'public', [0, 0, 1])).toEqual(['shipping']);
  });

  it('gives way to others while it takes a long article', async () => {
    const words = Array.from({ length: 25_000 }, (_, n) => `word${n.toString(36)}`).join(' ');
    const taken = index.put(article('long', 'Long', words), '1');
    let turns = 0;
    const others = setInterval(() => (turns += find('word1').length > 0 ? 1 : 0), 0);
    await taken;
    clearInterval(others);
    expect(turns).toBeGreaterThan(1);
    expect(find(`word${(24_999).toString(36)}`)).toEqual(['long']);
  });
});
