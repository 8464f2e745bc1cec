// The articles of an index with their passages and questions, as they come and go.
import { setImmediate } from 'node:timers/promises';
import { pieceTexts, textsOf, titleText } from './article-texts';
import { chunk, type Chunk } from '../chunk';
import type { Held, Searched } from './match-articles';
import type { Lexical } from './dictionary';
import { isSameArticle, type IndexedArticle } from '../passage';
import { createSlots } from './slots';
import type { VectorTable } from './vector-table';
import type { Vector } from '../vectors';

/** Indexing gives way to others on this node when it has worked for so long. */
const turnMs = 10;

export function createArticles(table: VectorTable) {
  const words = createWords();
  const vectors = createPlacer(words, table);
  const articles = new Map<string, Held>();
  const numbered: Array<Held | undefined> = [];
  const free: number[] = [];
  let changes = 0;

  const searched: Searched = { ...words, numbered, table };
  return {
    articles: articles as ReadonlyMap<string, Held>,
    searched,
    textUnits: words.textUnits,
    changes: () => changes,
    async put(article: IndexedArticle, stamp: string): Promise<void> {
      const known = articles.get(article.id);
      if (known && isSameArticle(known.article, article)) return void (known.stamp = stamp);
      const chunks = chunk(article.id, article.content);
      const kept = known ? vectors.moveOrFree(known, chunks, article) : new Map<string, number>();
      if (known) words.drop(known);
      const number = known?.number ?? free.pop() ?? numbered.length;
      const held: Held = { article, stamp, number, entries: [], questions: [], vectors: 'none' };
      articles.set(article.id, held);
      numbered[number] = held;
      changes += 1;
      await words.add(held, chunks);
      vectors.placeKept(held, kept);
    },
    remove(articleId: string): void {
      const held = articles.get(articleId);
      if (!held) return;
      vectors.free(held);
      words.drop(held);
      articles.delete(articleId);
      numbered[held.number] = undefined;
      free.push(held.number);
      changes += 1;
    },
    dropVectors(): void {
      table.clear();
      words.passages.clear();
      words.questions.clear();
      for (const held of articles.values()) held.vectors = emptied(held);
      changes += 1;
    },
    setVectors(all: readonly Vector[]): void {
      const bySource = new Map<string, Vector[]>();
      for (const one of all) {
        const known = bySource.get(one.sourceId);
        if (known) known.push(one);
        else bySource.set(one.sourceId, [one]);
      }
      for (const [id, some] of bySource) {
        const held = articles.get(id);
        if (held) vectors.set(held, some);
      }
      changes += 1;
    },
  };
}

/** What articles are found by, word by word. */
function createWords() {
  const passages = createSlots();
  const questions = createSlots();
  const giveWay = createTurn();
  let textUnits = 0;
  return {
    passages,
    questions,
    textUnits: () => textUnits,
    drop({ article, entries, questions: asked }: Held): void {
      for (const entry of entries) {
        passages.remove(entry.slot, lexicalOf(article, entry));
        textUnits -= entry.text.length;
      }
      for (const { slot, text } of asked) questions.remove(slot, { title: '', text });
    },
    async add({ article, number, entries, questions: asked }: Held, chunks: readonly Chunk[]): Promise<void> {
      for (const one of chunks) {
        entries.push({ ...one, slot: passages.add(number, lexicalOf(article, one)) });
        textUnits += one.text.length;
        await giveWay();
      }
      for (const text of article.questions ?? []) {
        asked.push({ slot: questions.add(number, { title: '', text }), text });
      }
    },
  };
}

const lexicalOf = ({ title, tags }: IndexedArticle, { heading, text }: Chunk): Lexical => ({
  title,
  tags,
  heading,
  text,
});

/**
 * Has passages and questions know where the vectors of their texts are. The texts are made when they are needed: kept, they would
 * double what an index holds.
 */
function createPlacer(rows: Rows, table: VectorTable) {
  const { passages, questions } = rows;
  return {
    /** Takes over the slots of texts that the article had before; the others are freed. */
    moveOrFree(before: Held, chunks: readonly Chunk[], article: IndexedArticle): Map<string, number> {
      const slots = slotsOf(rows, before, before.vectors === 'none' ? [] : entryTexts(before));
      const stay = new Set(slots.size > 0 ? textsOf(article, chunks) : []);
      for (const [text, slot] of slots) {
        if (stay.has(text)) continue;
        table.free(slot);
        slots.delete(text);
      }
      return slots;
    },
    placeKept(held: Held, slots: ReadonlyMap<string, number>): void {
      if (slots.size > 0) place(rows, held, { texts: entryTexts(held), slots });
      else held.vectors = emptied(held);
    },
    free(held: Held): void {
      const all = held.entries.flatMap(({ slot }) => [passages.title(slot), ...passages.pieces(slot)]);
      for (const { slot } of held.questions) all.push(questions.title(slot));
      for (const slot of new Set(all)) if (slot >= 0) table.free(slot);
    },
    /** Takes the vectors of texts that the article still has. */
    set(held: Held, vectors: readonly Vector[]): void {
      const offered = new Map(vectors.map(({ text, embedding }) => [text, embedding]));
      const texts = entryTexts(held);
      const slots = slotsOf(rows, held, texts);
      const take = (text: string) => {
        const embedding = offered.get(text);
        if (!embedding) return;
        offered.delete(text);
        const before = slots.get(text);
        if (before !== undefined) table.free(before);
        const slot = table.add(embedding);
        if (slot === undefined) slots.delete(text);
        else slots.set(text, slot);
      };
      for (const { title, pieces } of texts) [title, ...pieces].forEach(take);
      for (const { text } of held.questions) take(text);
      place(rows, held, { texts, slots });
    },
  };
}

type Rows = Pick<Searched, 'passages' | 'questions'>;

/** The slots of the table by text, of those that are placed. */
function slotsOf(
  { passages, questions }: Rows,
  held: Held,
  texts: readonly EntryTexts[],
): Map<string, number> {
  const slots = new Map<string, number>();
  if (held.vectors === 'none') return slots;
  const note = (text: string, slot: number | undefined) => {
    if (slot !== undefined && slot >= 0) slots.set(text, slot);
  };
  for (const { slot, title, pieces } of texts) {
    note(title, passages.title(slot));
    const placed = passages.pieces(slot);
    pieces.forEach((text, i) => note(text, placed[i]));
  }
  for (const { slot, text } of held.questions) note(text, questions.title(slot));
  return slots;
}

function place(
  { passages, questions }: Rows,
  held: Held,
  { texts, slots }: { texts: readonly EntryTexts[]; slots: ReadonlyMap<string, number> },
): void {
  let isWhole = true;
  const slotOf = (text: string) => {
    const slot = slots.get(text) ?? -1;
    isWhole &&= slot >= 0;
    return slot;
  };
  for (const { slot, title, pieces } of texts) passages.place(slot, slotOf(title), pieces.map(slotOf));
  for (const { slot, text } of held.questions) questions.place(slot, slotOf(text), []);
  if (isWhole) held.vectors = 'all';
  else held.vectors = slots.size > 0 ? 'some' : 'none';
}

interface EntryTexts {
  slot: number;
  title: string;
  pieces: string[];
}

const entryTexts = ({ article, entries }: Held): EntryTexts[] =>
  entries.map((entry) => ({
    slot: entry.slot,
    title: titleText(article, entry),
    pieces: pieceTexts(article, entry),
  }));

/** Where no text has a vector: an article without texts waits for none. */
const emptied = ({ entries, questions }: Held): Held['vectors'] =>
  entries.length === 0 && questions.length === 0 ? 'all' : 'none';

/** Lets others on this node have their turn when the work has gone on for long. */
function createTurn(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < turnMs) return;
    await setImmediate();
    began = performance.now();
  };
}
