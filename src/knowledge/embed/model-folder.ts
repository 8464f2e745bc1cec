// A folder with a sentence model as the sentence-transformers library lays it out, its weights in ONNX.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface SentenceModel {
  /** Changes with the folder's name and the weights' size: vectors of another one are made again. */
  name: string;
  /** Paths of the weights and of the tokenizer's two files. */
  weights: string;
  tokenizer: string;
  tokenizerConfig?: string;
  pooling: 'mean' | 'cls';
  /** The model reads so many tokens of a text. */
  longest: number;
  /** What stands before a question, and before what may answer it. */
  prompts: { query: string; passage: string };
  /** ISO 639-1; undefined: all. */
  languages?: string[];
}

/** Where exporters put the weights, the smaller ones first. */
const weightFiles = [
  'model.onnx',
  'onnx/model_quantized.onnx',
  'onnx/model_qint8_avx512_vnni.onnx',
  'onnx/model_quint8_avx2.onnx',
  'onnx/model_int8.onnx',
  'onnx/model.onnx',
];
/** Beyond it a text only costs time; most models were trained on less. */
const mostTokens = 256;

/** @returns one sentence where the folder holds no model */
export function readModelFolder(path: string): SentenceModel | { reason: string } {
  const folder = resolve(path);
  const weights = weightFiles.map((file) => join(folder, file)).find((file) => existsSync(file));
  const tokenizer = join(folder, 'tokenizer.json');
  if (!weights || !existsSync(tokenizer)) {
    const missing = weights ? 'tokenizer.json' : 'model.onnx';
    return { reason: `The folder ${folder} has no ${missing}: search uses words alone.` };
  }
  const tokenizerConfig = join(folder, 'tokenizer_config.json');
  try {
    return {
      name: `${basename(folder)}:${statSync(weights).size}`,
      weights,
      tokenizer,
      ...(existsSync(tokenizerConfig) && { tokenizerConfig }),
      ...readSettings(folder),
    };
  } catch (error) {
    return { reason: `The folder ${folder} cannot be read: ${(error as Error).message}` };
  }
}

function readSettings(folder: string): Pick<SentenceModel, 'pooling' | 'longest' | 'prompts' | 'languages'> {
  const pooling = readJson(join(folder, '1_Pooling/config.json'));
  const { max_seq_length: longest } = readJson(join(folder, 'sentence_bert_config.json'));
  const { prompts, languages } = readJson(join(folder, 'config_sentence_transformers.json'));
  const said = (prompts ?? {}) as Record<string, unknown>;
  const prompt = (...names: string[]) =>
    names.map((name) => said[name]).find((one) => typeof one === 'string');
  return {
    pooling: pooling['pooling_mode_cls_token'] === true ? 'cls' : 'mean',
    longest: typeof longest === 'number' ? Math.min(longest, mostTokens) : mostTokens,
    prompts: { query: prompt('query') ?? '', passage: prompt('passage', 'document') ?? '' },
    ...(Array.isArray(languages) && { languages: languages.map(String) }),
  };
}

function readJson(file: string): Record<string, unknown> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}
