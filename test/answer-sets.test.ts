// The answer sets of the project's own: what the measuring relies on holds for each of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { words } from '../src/knowledge/tokenize';

interface OwnSet {
  kb: Array<{ id: string; title: string; content: string }>;
  examples: Record<string, string[]>;
  queries: Array<{
    id: string;
    text: string;
    relevantIds: string[];
    kind: 'in_scope' | 'near' | 'far';
    language: string;
    style: string;
    history?: string[];
  }>;
}

describe.each(['software', 'insurance'])('the answer set %s', (name) => {
  const set = JSON.parse(readFileSync(join(__dirname, `fixtures/answers/${name}.json`), 'utf8')) as OwnSet;
  const inScope = set.queries.filter(({ kind }) => kind === 'in_scope');

  it('has 40 articles of 60 to 300 words', () => {
    expect(set.kb).toHaveLength(40);
    expect(new Set(set.kb.map(({ id }) => id)).size).toBe(40);
    const lengths = set.kb.map(({ content }) => content.split(/\s+/).length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(300);
  });

  it('has questions of every kind, about every article', () => {
    expect(inScope.length).toBeGreaterThanOrEqual(240);
    expect(set.queries.length - inScope.length).toBeGreaterThanOrEqual(80);
    for (const language of ['de', 'es', 'fr', 'pt']) {
      expect(inScope.filter((one) => one.language === language).length).toBeGreaterThanOrEqual(15);
    }
    for (const { kind, relevantIds, style, history } of set.queries) {
      expect(relevantIds.length > 0).toBe(kind === 'in_scope');
      expect(history !== undefined).toBe(style === 'follow_up');
    }
    const asked = new Set(inScope.flatMap(({ relevantIds }) => relevantIds));
    expect([...asked].sort()).toEqual(set.kb.map(({ id }) => id).sort());
  });

  it('has three examples an article, none of them among the questions', () => {
    const asked = new Set(set.queries.map(({ text }) => words(text).join(' ')));
    for (const { id } of set.kb) expect(set.examples[id]).toHaveLength(3);
    const known = Object.values(set.examples)
      .flat()
      .filter((text) => asked.has(words(text).join(' ')));
    expect(known).toEqual([]);
  });
});
