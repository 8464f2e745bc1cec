// Vectors of one length, one behind the other in one array outside the heap.
import { unit } from './vector-math';

export interface VectorTable {
  /** Takes a copy, of length 1; undefined when it has another length than the rest, or there is no room. */
  add(vector: Float32Array): number | undefined;
  free(slot: number): void;
  /** Cosine with a query of length 1; undefined when it has another length. */
  cosine(slot: number, query: Float32Array): number | undefined;
  readonly bytes: number;
}

const firstRoom = 64;

export function createVectorTable(mostBytes: number): VectorTable {
  let dimensions = 0;
  let rows = new Float32Array(0);
  let used = 0;
  const freed: number[] = [];

  function grow(): boolean {
    const room = Math.max(firstRoom, Math.ceil((rows.length / dimensions) * 1.5));
    if (room * dimensions * rows.BYTES_PER_ELEMENT > mostBytes) return false;
    const larger = new Float32Array(room * dimensions);
    larger.set(rows);
    rows = larger;
    return true;
  }
  return {
    add(vector) {
      if (used === freed.length) {
        // Nothing is kept: another model may begin.
        [dimensions, used, freed.length, rows] = [vector.length, 0, 0, new Float32Array(0)];
      }
      if (vector.length !== dimensions || dimensions === 0) return undefined;
      const full = freed.length === 0 && (used + 1) * dimensions > rows.length;
      if (full && !grow()) return undefined;
      const slot = freed.pop() ?? used++;
      rows.set(unit(vector), slot * dimensions);
      return slot;
    },
    free: (slot) => void freed.push(slot),
    cosine(slot, query) {
      if (query.length !== dimensions) return undefined;
      return dotAt(rows, slot * dimensions, query);
    },
    get bytes() {
      return rows.byteLength;
    },
  };
}

/** Four sums at a time: each addition would wait for the one before. */
function dotAt(rows: Float32Array, from: number, query: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = query.length - (query.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const at = from + i;
    a += rows[at]! * query[i]!;
    b += rows[at + 1]! * query[i + 1]!;
    c += rows[at + 2]! * query[i + 2]!;
    d += rows[at + 3]! * query[i + 3]!;
  }
  for (let i = whole; i < query.length; i += 1) a += rows[from + i]! * query[i]!;
  return a + b + c + d;
}
