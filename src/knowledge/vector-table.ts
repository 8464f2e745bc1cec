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
    'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARkb3RzAAAKpAEBoQECAn8DewJAA0AgAkUNAf0MAAAAAAAAAAAAAAAAAAAAACEHQQAh' +
      'BgNAIAAgBmr9AAQAIQggASAGav0ABAAhCSAHIAggCf2cAf1+/a4BIQcgByAIIAn9nQH9fv2uASEHIAZBEGoiBiADSQ0ACyAEIAf9GwAgB/0bAWogB/0bAiAH' +
      '/RsDamo2AgAgASADaiEBIARBBGohBCACQQFrIQIMAAsLCw==',
    'base64',
  ),
);
const lanes = 16;
const page = 65_536;
/** Rows of one call: their products lie before the rows. */
const block = 4_096;

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

/** Before the rows lie the one that is asked about, and the products of a block. */
function createRows(mostBytes: number) {
  const { memory, dots } = new WebAssembly.Instance(kernel).exports as {
    memory: Memory;
    dots(query: number, rows: number, count: number, width: number, out: number): void;
  };
  let width = 0;
  const at = (slot: number) => width + block * 4 + slot * width;
  const products = (count: number) => new Int32Array(memory.buffer, width, count);

  /** @returns the step */
  function write(where: number, vector: Float32Array): number {
    const row = new Int8Array(memory.buffer, where, width).fill(0);
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
  return {
    begin: (dimensions: number) => void (width = Math.ceil(dimensions / lanes) * lanes),
    bytes: () => memory.buffer.byteLength,
    makeRoom(slots: number): boolean {
      const has = memory.buffer.byteLength;
      if (at(slots) <= has) return true;
      if (at(slots) > mostBytes) return false;
      const wanted = Math.min(mostBytes, Math.max(at(slots), has * 1.5));
      memory.grow(Math.ceil((wanted - has) / page));
      return true;
    },
    ask: (query: Float32Array) => write(0, query),
    write: (slot: number, vector: Float32Array) => write(at(slot), vector),
    products(from: number, count: number): Int32Array {
      dots(0, at(from), count, width, width);
      return products(count);
    },
    product(a: number, b: number): number {
      dots(at(a), at(b), 1, width, width);
      return products(1)[0]!;
    },
  };
}

function enlarged(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(64, length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
