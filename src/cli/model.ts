// `npm run model -- multilingual [--from ADDRESS] [--to FOLDER]`: fetches a sentence model for EMBEDDINGS=local, when the operator says so.
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { fetchOwn } from './doctor-finding';
import { runProgram } from './program';

/** Of one file. */
const longestMs = 3_600_000;
const largest = 2_000_000_000;

interface KnownModel {
  about: string;
  licence: string;
  repository: string;
  files: Record<string, string>;
  /** How it is used, in the form of the sentence-transformers library. */
  settings: Record<string, unknown>;
}

export const knownModels: Record<string, KnownModel> = {
  multilingual: {
    about:
      'multilingual-e5-small: a hundred languages, 384 dimensions; a question finds an article in another language',
    licence: 'MIT',
    repository: 'Xenova/multilingual-e5-small',
    files: {
      'model.onnx': 'onnx/model_quantized.onnx',
      'tokenizer.json': 'tokenizer.json',
      'tokenizer_config.json': 'tokenizer_config.json',
    },
    settings: {
      '1_Pooling/config.json': { pooling_mode_mean_tokens: true, pooling_mode_cls_token: false },
      'sentence_bert_config.json': { max_seq_length: 256 },
      'config_sentence_transformers.json': { prompts: { query: 'query: ', passage: 'passage: ' } },
    },
  },
};

/** @returns the folder. A file that is there already is not fetched again; one that breaks off leaves nothing in its place. */
export async function fetchModel(
  name: string,
  { from, to, say }: { from: string; to: string; say(line: string): void },
): Promise<string> {
  const model = knownModels[name];
  if (!model) throw new Error(`There is no model "${name}": ${Object.keys(knownModels).join(', ')}.`);
  say(`${model.about}. Licence: ${model.licence}. From ${from}/${model.repository}.`);
  const folder = join(to, name);
  for (const [file, path] of Object.entries(model.files)) {
    const target = join(folder, file);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    await download(`${from}/${model.repository}/resolve/main/${path}`, target, (line) =>
      say(`${file}: ${line}`),
    );
  }
  for (const [file, value] of Object.entries(model.settings)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
  }
  return folder;
}

async function download(url: string, target: string, say: (line: string) => void): Promise<void> {
  const answer = await fetchOwn(url, { timeoutMs: longestMs, maxBytes: largest });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
  const size = Number(answer.headers['content-length']) || undefined;
  const partial = `${target}.partial`;
  try {
    await withProgress(size, say, (counted) =>
      pipeline(Readable.from(answer.body), counted, createWriteStream(partial)),
    );
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new Error(`${url} broke off: ${(error as Error).message}`, { cause: error });
  }
}

async function withProgress(
  size: number | undefined,
  say: (line: string) => void,
  run: (counted: Transform) => Promise<void>,
): Promise<void> {
  let [got, said] = [0, 0];
  const step = size === undefined ? 20_000_000 : Math.max(1_000_000, size / 10);
  await run(
    new Transform({
      transform(piece: Buffer, _, done) {
        got += piece.length;
        if (got - said >= step)
          say(`${megabytes((said = got))}${size === undefined ? '' : ` of ${megabytes(size)}`}`);
        done(null, piece);
      },
    }),
  );
  say(`${megabytes(got)}, done`);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: 'https://huggingface.co' },
      to: { type: 'string', default: join(__dirname, '../../data/models') },
    },
  });
  const [name] = positionals;
  if (name === undefined) {
    const known = Object.entries(knownModels).map(
      ([one, { about, licence }]) => `  ${one}: ${about} (${licence})`,
    );
    throw new Error(`Say which model: npm run model -- NAME\n${known.join('\n')}`);
  }
  const folder = await fetchModel(name, { ...values, say: (line) => console.log(line) });
  console.log(
    `\nSet EMBEDDINGS=local and EMBEDDINGS_PATH=${folder}, and start Parley: articles are read again in the background.`,
  );
}

if (require.main === module) runProgram(main);
