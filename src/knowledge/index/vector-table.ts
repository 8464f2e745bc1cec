// Vectors of one length as 8-bit integers, outside the heap, and their cosines by SIMD. Beside each lies what rounding left of it,
// as 8 bits more, which is read for the nearest alone: all are looked at in 8 bits, and put in order in 16.
export interface VectorTable {
  /** Takes a copy, of length 1; undefined when it has another length than the rest, or there is no room. */
  add(vector: Float32Array): number | undefined;
  free(slot: number): void;
  /** Frees all. */
  clear(): void;
  /**
   * Cosines of all slots with a query, within 0.01, and of the nearest 64 within 0.0001; 0 of a slot that was freed.
   * The array is used again by the next call. undefined when the query has another length than the rest.
   */
  cosines(query: Float32Array): Float32Array | undefined;
  /** Of two slots. */
  cosine(a: number, b: number): number;
  readonly bytes: number;
}

/** As far as it is used: Node's types have it only with those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): void;
}

/** dots.wat, as `wat2wasm` makes it. */
const kernel = new WebAssembly.Module(
  Buffer.from(
    'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARkb3RzAAAK9QIB8gICAn8FewJAA0AgAkEATA0B/QwAAAAAAAAAAAAAAAAAAAAAIQj9' +
      'DAAAAAAAAAAAAAAAAAAAAAAhCf0MAAAAAAAAAAAAAAAAAAAAACEK/QwAAAAAAAAAAAAAAAAAAAAAIQtBACEFA0AgACAFQQF0av0ABAAhByABIAVqIQYgCCAH' +
      'IAb9AQMA/boB/a4BIQggBiADaiEGIAkgByAG/QEDAP26Af2uASEJIAYgA2ohBiAKIAcgBv0BAwD9ugH9rgEhCiAGIANqIQYgCyAHIAb9AQMA/boB/a4BIQsg' +
      'BUEIaiIFIANJDQALIAQgCP0bACAI/RsBaiAI/RsCIAj9GwNqajYCACAEIAn9GwAgCf0bAWogCf0bAiAJ/RsDamo2AgQgBCAK/RsAIAr9GwFqIAr9GwIgCv0b' +
      'A2pqNgIIIAQgC/0bACAL/RsBaiAL/RsCIAv9GwNqajYCDCABIANBAnRqIQEgBEEQaiEEIAJBBGshAgwACwsL',
    'base64',
  ),
);
const lanes = 16;
const page = 65_536;
/** Rows of one call, which lie side by side, and behind them what is left of each; their products lie before all rows. */
const block = 256;
/** Rows that are gone through at once: as many are read, and products written, also where fewer are left. */
const together = 4;
/** More than a search shows, of which one article may have several. */
const refined = 64;
/** What is left of an integer is at most one half: so many parts of one make 8 bits of it. */
const parts = 254;

export function createVectorTable(mostBytes: number): VectorTable {
  const rows = createRows(mostBytes);
  let dimensions = 0;
  let used = 0;
  const freed: number[] = [];
  /** What an integer of a row stands for. */
  let steps = new Float32Array(0);
  let found = new Float32Array(0);
  const nearest = createNearest();
  return {
    add(vector) {
      if (used === freed.length) {
        // Nothing is kept: another model may begin.
        [dimensions, used, freed.length] = [vector.length, 0, 0];
        rows.begin(dimensions);
      }
      if (vector.length !== dimensions || dimensions === 0) return undefined;
      if (freed.length === 0 && !rows.makeRoom(used + 1)) return undefined;
      const slot = freed.pop() ?? used++;
      if (slot >= steps.length) steps = enlarged(steps, slot + 1);
      steps[slot] = rows.write(slot, vector);
      return slot;
    },
    free(slot) {
      freed.push(slot);
      steps[slot] = 0;
    },
    clear: () => void ([used, freed.length] = [0, 0]),
    cosines(query) {
      if (query.length !== dimensions || dimensions === 0) return undefined;
      const step = rows.ask(query);
      if (found.length < used) found = enlarged(found, used);
      let least = nearest.clear();
      for (let from = 0; from < used; from += block) {
        const count = Math.min(block, used - from);
        const products = rows.products(from, count);
        for (let i = 0; i < count; i += 1) {
          const cosine = products[i]! * step * steps[from + i]!;
          found[from + i] = cosine;
          if (cosine > least) least = nearest.add(from + i, cosine);
        }
      }
      nearest.each((slot) => (found[slot]! += (rows.rest(slot) * step * steps[slot]!) / parts));
      return found;
    },
    cosine: (a, b) => rows.product(a, b) * steps[a]! * steps[b]!,
    get bytes() {
      return rows.bytes() + steps.byteLength + found.byteLength;
    },
  };
}

/** Before the rows lie the one that is asked about, in 16 bits, and the products of a block. */
function createRows(mostBytes: number) {
  const { memory, dots } = new WebAssembly.Instance(kernel).exports as {
    memory: Memory;
    dots(asked: number, rows: number, count: number, width: number, out: number): void;
  };
  let width = 0;
  let results = new Int32Array(0);
  const out = () => width * 2;
  const at = (slot: number) => out() + block * 4 + (slot + block * Math.floor(slot / block)) * width;
  const restAt = (slot: number) => at(slot) + block * width;
  const row = (from: number) => new Int8Array(memory.buffer, from, width);
  const asked = () => new Int16Array(memory.buffer, 0, width);

  function products(from: number, count: number): Int32Array {
    dots(0, from, count, width, out());
    // Memory that grew is another one.
    if (results.buffer !== memory.buffer || results.byteOffset !== out()) {
      results = new Int32Array(memory.buffer, out(), block);
    }
    return results;
  }
  return {
    begin: (dimensions: number) => void (width = Math.ceil(dimensions / lanes) * lanes),
    bytes: () => memory.buffer.byteLength,
    makeRoom(slots: number): boolean {
      const has = memory.buffer.byteLength;
      const needed = restAt(slots - 1) + together * width;
      if (needed <= has) return true;
      if (needed > mostBytes) return false;
      const wanted = Math.min(mostBytes, Math.max(needed, has * 1.5));
      memory.grow(Math.ceil((wanted - has) / page));
      return true;
    },
    /** As finely as a sum of products with bytes can be held in 32 bits. */
    ask(query: Float32Array): number {
      const largest = Math.min(32_767, Math.floor(2 ** 31 / 128 / width));
      return toIntegers(query, { row: asked(), largest });
    },
    write: (slot: number, vector: Float32Array) =>
      toIntegers(vector, { row: row(at(slot)), largest: 127, rest: row(restAt(slot)) }),
    /** Of what is asked about with `count` rows of a block from there on; used again by the next call. */
    products: (slot: number, count: number) => products(at(slot), count),
    /** The same of what rounding left of a row, in its own unit. */
    rest: (slot: number) => products(restAt(slot), 1)[0]!,
    product(a: number, b: number): number {
      asked().set(row(at(a)));
      return products(at(b), 1)[0]!;
    },
  };
}

/**
 * @param into.largest integer to use
 * @param into.rest what rounding leaves, in parts of one
 * @returns what an integer stands for, so that the vector has length 1
 */
function toIntegers(
  vector: Float32Array,
  { row, largest, rest }: { row: Int8Array | Int16Array; largest: number; rest?: Int8Array },
): number {
  row.fill(0);
  rest?.fill(0);
  let most = 0;
  let squares = 0;
  for (let i = 0; i < vector.length; i += 1) {
    const value = vector[i]!;
    squares += value * value;
    if (value > most) most = value;
    else if (-value > most) most = -value;
  }
  // Zeros, and what is no number: like nothing.
  if (!(squares > 0 && squares < Infinity)) return 1;
  const toRow = largest / most;
  // Rounded half up, by what a conversion to an integer cuts off.
  for (let i = 0; i < vector.length; i += 1) {
    const exact = vector[i]! * toRow;
    const whole = ((exact + largest + 1.5) | 0) - largest - 1;
    row[i] = whole;
    if (rest) rest[i] = (((exact - whole) * parts + 128.5) | 0) - 128;
  }
  return most / Math.sqrt(squares) / largest;
}

/** The slots with the highest cosines of those that were added. */
function createNearest() {
  const slots = new Int32Array(refined);
  const cosines = new Float64Array(refined);
  let count = 0;
  return {
    /** @returns what a cosine must be above to be added */
    clear(): number {
      count = 0;
      return -Infinity;
    },
    /** @returns the same */
    add(slot: number, cosine: number): number {
      let at = count < refined ? count++ : refined - 1;
      for (; at > 0 && cosines[at - 1]! < cosine; at -= 1) {
        cosines[at] = cosines[at - 1]!;
        slots[at] = slots[at - 1]!;
      }
      cosines[at] = cosine;
      slots[at] = slot;
      return count < refined ? -Infinity : cosines[refined - 1]!;
    },
    each(visit: (slot: number) => void): void {
      for (let i = 0; i < count; i += 1) visit(slots[i]!);
    },
  };
}

function enlarged(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(64, length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
