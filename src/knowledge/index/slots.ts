// What is found by its words, in numbered places, and where its vectors are: numbers side by side, since a search goes through
// all of them, and 50,000 objects that lie about the heap would cost it ten times as much.
import type { Lexical } from './dictionary';
import { createLexicalIndex, type LexicalIndex } from './lexical-index';

/** The arrays are replaced as they grow. */
export interface Columns {
  /** By slot: the number of the article that it is of, -1 where nothing is. */
  owners: Int32Array;
  /** By slot: where the vector of its title is in the table of vectors, -1 without one. */
  titles: Int32Array;
  /** By slot: the place of its first piece, -1 without one. */
  firsts: Int32Array;
  /** By place: where the vector of the piece is, -1 without one. */
  pieces: Int32Array;
  /** By place: that of the next piece of the same slot, -1 at the end. */
  nexts: Int32Array;
  /** Slots are below it. */
  used: number;
}

export interface Slots {
  readonly words: LexicalIndex;
  count(): number;
  add(owner: number, lexical: Lexical): number;
  /** @param lexical as it was added */
  remove(slot: number, lexical: Lexical): void;
  columns(): Columns;
  /** Says where the vectors of a slot are; -1 for what has none. */
  place(slot: number, title: number, pieces: readonly number[]): void;
  title(slot: number): number;
  /** In order; empty before any was placed. */
  pieces(slot: number): number[];
  /** No slot has a vector. */
  clear(): void;
  readonly bytes: number;
}

export function createSlots(): Slots {
  const words = createLexicalIndex();
  const free: number[] = [];
  const chains = createChains();
  let owners = new Int32Array(0);
  let titles = new Int32Array(0);
  let used = 0;

  return {
    words,
    count: () => used - free.length,
    add(owner, lexical) {
      const slot = free.pop() ?? used++;
      if (slot >= owners.length) [owners, titles] = [longer(owners, used), longer(titles, used)];
      owners[slot] = owner;
      chains.put(slot, []);
      words.add(slot, lexical);
      return slot;
    },
    remove(slot, lexical) {
      words.remove(slot, lexical);
      chains.put(slot, []);
      titles[slot] = owners[slot] = -1;
      free.push(slot);
    },
    columns: () => ({ owners, titles, ...chains.columns(), used }),
    place(slot, title, pieces) {
      titles[slot] = title;
      chains.put(slot, pieces);
    },
    title: (slot) => titles[slot]!,
    pieces: chains.of,
    clear() {
      titles.fill(-1);
      chains.clear();
    },
    get bytes() {
      return words.bytes + owners.byteLength + titles.byteLength + chains.bytes;
    },
  };
}

/** Lists of numbers by slot, each a chain of places. */
function createChains() {
  let firsts = new Int32Array(0);
  let pieces = new Int32Array(0);
  let nexts = new Int32Array(0);
  let used = 0;
  /** The first of the places that were left: a chain too. */
  let left = -1;

  function release(slot: number): void {
    for (let place = firsts[slot]!; place >= 0;) {
      const next = nexts[place]!;
      nexts[place] = left;
      left = place;
      place = next;
    }
    firsts[slot] = -1;
  }
  function take(): number {
    if (left < 0) {
      if (used === pieces.length) [pieces, nexts] = [longer(pieces, used + 1), longer(nexts, used + 1)];
      return used++;
    }
    const place = left;
    left = nexts[place]!;
    return place;
  }
  return {
    columns: () => ({ firsts, pieces, nexts }),
    put(slot: number, all: readonly number[]): void {
      if (slot >= firsts.length) firsts = longer(firsts, slot + 1);
      release(slot);
      let last = -1;
      for (const piece of all) {
        const place = take();
        pieces[place] = piece;
        nexts[place] = -1;
        if (last < 0) firsts[slot] = place;
        else nexts[last] = place;
        last = place;
      }
    },
    of(slot: number): number[] {
      const found: number[] = [];
      for (let place = firsts[slot] ?? -1; place >= 0; place = nexts[place]!) found.push(pieces[place]!);
      return found;
    },
    clear(): void {
      firsts.fill(-1);
      [used, left] = [0, -1];
    },
    get bytes() {
      return firsts.byteLength + pieces.byteLength + nexts.byteLength;
    },
  };
}

/** New numbers are -1. */
function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(64, length, Math.ceil(array.length * 1.5))).fill(-1);
  larger.set(array);
  return larger;
}
