// Vectors of one length as 8-bit integers, one behind the other outside the heap, and their cosines by SIMD.
export interface VectorTable {
  /** Takes a copy, of length 1; undefined when it has another length than the rest, or there is no room. */
  add(vector: Float32Array): number | undefined;
  free(slot: number): void;
  /** Frees all. */
  clear(): void;
  /**
   * Cosines of all slots with a query, within 0.01; what a slot holds that was freed means nothing.
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
/** Rows of one call: their products lie before the rows. */
const block = 4_096;
/** Rows that are gone through at once: as many are read, and products written, also where fewer are left. */
const together = 4;

export function createVectorTable(mostBytes: number): VectorTable {
  const rows = createRows(mostBytes);
  let dimensions = 0;
  let used = 0;
  const freed: number[] = [];
  /** What an integer of a row stands for. */
  let steps = new Float32Array(0);
  let found = new Float32Array(0);
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
    free: (slot) => void freed.push(slot),
    clear: () => void ([used, freed.length] = [0, 0]),
    cosines(query) {
      if (query.length !== dimensions || dimensions === 0) return undefined;
      const step = rows.ask(query);
      if (found.length < used) found = enlarged(found, used);
      for (let from = 0; from < used; from += block) {
        const products = rows.products(from, Math.min(block, used - from));
        for (let i = 0; i < products.length; i += 1) found[from + i] = products[i]! * step * steps[from + i]!;
      }
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
  const out = () => width * 2;
  const at = (slot: number) => out() + block * 4 + slot * width;
  const row = (slot: number) => new Int8Array(memory.buffer, at(slot), width);
  const asked = () => new Int16Array(memory.buffer, 0, width);

  function products(from: number, count: number): Int32Array {
    dots(0, at(from), count, width, out());
    return new Int32Array(memory.buffer, out(), count);
  }
  return {
    begin: (dimensions: number) => void (width = Math.ceil(dimensions / lanes) * lanes),
    bytes: () => memory.buffer.byteLength,
    makeRoom(slots: number): boolean {
      const has = memory.buffer.byteLength;
      const needed = at(slots + together - 1);
      if (needed <= has) return true;
      if (needed > mostBytes) return false;
      const wanted = Math.min(mostBytes, Math.max(needed, has * 1.5));
      memory.grow(Math.ceil((wanted - has) / page));
      return true;
    },
    ask: (query: Float32Array) => toIntegers(query, asked()),
    write: (slot: number, vector: Float32Array) => toIntegers(vector, row(slot)),
    products,
    product(a: number, b: number): number {
      asked().set(row(a));
      return products(b, 1)[0]!;
    },
  };
}

/** @returns what an integer stands for, so that the vector has length 1 */
function toIntegers(vector: Float32Array, row: Int8Array | Int16Array): number {
  row.fill(0);
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
  const toRow = 127 / most;
  // Rounded half up, by what a conversion to an integer cuts off.
  for (let i = 0; i < vector.length; i += 1) row[i] = ((vector[i]! * toRow + 128.5) | 0) - 128;
  return most / Math.sqrt(squares) / 127;
}

function enlarged(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(64, length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
