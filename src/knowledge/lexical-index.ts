// Finds passages by their words, families of words and typos.
import MiniSearch from 'minisearch';
import { term, terms, words } from './tokenize';

/** A passage, as far as its words go. */
interface Lexical {
  id: string;
  article: { title: string; tags: string[] };
  heading: string;
  text: string;
}

export interface LexicalIndex {
  add(entry: Lexical): void;
  remove(entry: Lexical): void;
  /** How much each passage speaks for the query, by id (BM25). */
  scores(query: string): Map<string, number>;
  /** How much a passage with every word of the query could have: the rarity of its words together. */
  weight(query: string): number;
}

/** Terms of a query that are looked up: a customer may paste a page, and others wait meanwhile. */
const mostKnown = 32;
const mostUnknown = 16;

function termsOf({ article, heading, text }: Lexical): Set<string> {
  return terms([article.title, heading, article.tags.join(' '), text].join('\n'));
}

/** MiniSearch, and how rare each term is: a typo is looked for only where no passage has the word as it stands. */
export function createLexicalIndex(): LexicalIndex {
  const index = new MiniSearch<{ id: string; title: string; tags: string; text: string }>({
    fields: ['title', 'tags', 'text'],
    tokenize: words,
    processTerm: term,
  });
  const passagesWith = new Map<string, number>();
  let passages = 0;

  function count(entry: Lexical, by: 1 | -1): void {
    passages += by;
    for (const one of termsOf(entry)) {
      const left = (passagesWith.get(one) ?? 0) + by;
      if (left > 0) passagesWith.set(one, left);
      else passagesWith.delete(one);
    }
  }
  /** The distinct terms of a query: of many, the rarest that some passage has, and a few that none has as they stand. */
  function asked(query: string): string[] {
    const [known, unknown]: [string[], string[]] = [[], []];
    for (const one of terms(query)) (passagesWith.has(one) ? known : unknown).push(one);
    if (known.length > mostKnown) known.sort((a, b) => rarity(b) - rarity(a)).length = mostKnown;
    return [...known, ...unknown.slice(0, mostUnknown)];
  }
  function rarity(one: string): number {
    const having = passagesWith.get(one) ?? 0;
    return Math.log(1 + (passages - having + 0.5) / (having + 0.5));
  }
  return {
    add(entry) {
      count(entry, 1);
      const { id, article, heading, text } = entry;
      index.add({ id, title: `${article.title} ${heading}`, tags: article.tags.join(' '), text });
    },
    remove(entry) {
      count(entry, -1);
      index.discard(entry.id);
    },
    scores(query) {
      const hits = index.search(query, {
        tokenize: asked,
        processTerm: (one) => one,
        boost: { title: 2, tags: 1, text: 1 },
        prefix: (one) => one.length > 3 && !passagesWith.has(one),
        fuzzy: (one) => (one.length > 3 && !passagesWith.has(one) ? (one.length > 5 ? 2 : 1) : false),
        weights: { fuzzy: 0.5, prefix: 0.6 },
      });
      return new Map(hits.map(({ id, score }) => [String(id), score]));
    },
    weight: (query) => asked(query).reduce((sum, one) => sum + rarity(one), 0),
  };
}
