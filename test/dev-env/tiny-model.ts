// A folder with a sentence model of a few words in several languages, as an operator fetches one: weights in ONNX, a tokenizer of
// pieces (Unigram, as multilingual-e5 has), its own dimensions. Words of one meaning have one vector; all others have none.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each line is one meaning. */
const meanings = [
  ['refund', 'erstattung', 'reembolso', 'remboursement'],
  ['days', 'tage', 'dias', 'jours'],
  ['parcel', 'paket', 'paquete', 'colis'],
  ['shop', 'laden', 'tienda', 'magasin'],
];
export const tinyDimensions = 12;

export function makeTinyModel(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  const pieces = meanings.flatMap((words, at) => words.map((word) => ({ piece: `▁${word}`, at })));
  const vocab: Array<[string, number]> = [
    ['<unk>', 0],
    ['▁', -5],
    ...pieces.map(({ piece }): [string, number] => [piece, -1]),
  ];
  const rows = vocab.map((_, id) => {
    const row = new Float32Array(tinyDimensions).fill(0.01);
    if (id >= 2) row[pieces[id - 2]!.at] = 1;
    return row;
  });
  writeFileSync(join(folder, 'model.onnx'), onnxOf(rows));
  writeFileSync(
    join(folder, 'tokenizer.json'),
    JSON.stringify({
      version: '1.0',
      added_tokens: [],
      normalizer: { type: 'Lowercase' },
      pre_tokenizer: {
        type: 'Metaspace',
        replacement: '▁',
        add_prefix_space: true,
        prepend_scheme: 'always',
      },
      post_processor: null,
      decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
      model: { type: 'Unigram', unk_id: 0, vocab },
    }),
  );
  return folder;
}

/** One look-up in a table, as protobuf: onnx.proto3, IR 8, opset 13. */
function onnxOf(rows: readonly Float32Array[]): Buffer {
  const table = Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)));
  const [int64, float] = [7, 1];
  const input = (name: string, type: number, dims: readonly string[]) =>
    bytes([
      text(1, name),
      part(2, [
        part(1, [
          number(1, type),
          part(
            2,
            dims.map((dim) => part(1, [text(2, dim)])),
          ),
        ]),
      ]),
    ]);
  const graph = [
    part(1, [text(1, 'table'), text(1, 'input_ids'), text(2, 'last_hidden_state'), text(4, 'Gather')]),
    text(2, 'tiny'),
    part(5, [
      number(1, rows.length),
      number(1, tinyDimensions),
      number(2, float),
      text(8, 'table'),
      field(9, table),
    ]),
    field(11, input('input_ids', int64, ['batch', 'tokens'])),
    field(11, input('attention_mask', int64, ['batch', 'tokens'])),
    field(12, input('last_hidden_state', float, ['batch', 'tokens', 'size'])),
  ];
  return bytes([number(1, 8), part(7, graph), part(8, [text(1, ''), number(2, 13)])]);
}

const bytes = (all: readonly Buffer[]) => Buffer.concat(all);
const part = (at: number, all: readonly Buffer[]) => field(at, bytes(all));
const text = (at: number, value: string) => field(at, Buffer.from(value));
const number = (at: number, value: number) => bytes([varint(at << 3), varint(value)]);
const field = (at: number, value: Buffer) => bytes([varint((at << 3) | 2), varint(value.length), value]);

function varint(value: number): Buffer {
  const all: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...all, rest]);
    all.push((rest % 128) | 128);
  }
}
