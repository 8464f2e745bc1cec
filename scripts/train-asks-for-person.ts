// Makes the weights of the classifier of person requests from the examples in models/asks-for-person/training. The same each time.
// npx tsx scripts/train-asks-for-person.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { others } from '../src/responder/understanding/more-phrases';
import { buckets, featuresOf } from '../src/responder/understanding/asks-for-person/features';
import { western } from '../src/responder/understanding/phrases';

interface Example {
  text: string;
  asks: boolean;
}

const folder = join(__dirname, '../models/asks-for-person');
const examplesOfLine = { asking: 60, others: 480 };
const rounds = 6;
/** What the last so many rounds came to, in the mean: the order of the examples matters less. */
const averaged = 4;
const step = 0.3;
const decay = 1e-5;
/** What can be said in few ways is seen this often. */
const leastSeen = 20;
/** Of a text's features, so many are left out at each look: none may be relied on alone. */
const hidden = 0.3;
/** Of the examples, so many are seen once more with a slip of the keyboard, or beside another sentence. */
const varied = 0.3;

const random = seeded(1);
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

/** Numbers from 0 to 1 that look random and are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A file of a language: `@name = a|b` are words to choose from, `+` and `-` lines are patterns with `{name}` and `(a|b)`. */
function examplesOf(file: string): Example[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const words = new Map<string, string[]>();
  const examples: Example[] = [];
  for (const line of lines) {
    const [, name, list] = /^@(\w+) = (.*)$/.exec(line) ?? [];
    if (name) words.set(name, list!.split('|'));
    if (/^[+-] /.test(line)) examples.push(...examplesOfPattern(line, words));
  }
  return [
    ...examples,
    ...variationsOf(examples, [...(words.get('please') ?? []), ...(words.get('rplease') ?? [])]),
  ];
}

function examplesOfPattern(line: string, words: ReadonlyMap<string, string[]>): Example[] {
  const asks = line.startsWith('+');
  const pattern = line.slice(2);
  const most = manyOf(pattern, asks, words);
  const texts = new Set<string>();
  for (let n = 0; n < most * 2 && texts.size < most; n += 1) texts.add(said(pattern, words));
  const once = [...texts].map((text) => ({ text, asks }));
  return Array.from({ length: Math.ceil(leastSeen / once.length) }, () => once).flat();
}

/** What people say when they ask nothing, as it is known elsewhere. */
function smallTalk(): Example[] {
  const phrases = [...Object.values(western), ...Object.values(others)];
  const texts = phrases.flatMap(({ says }) => Object.values(says).flatMap((list) => list.split('|')));
  return texts.flatMap((text) => Array.from({ length: leastSeen }, () => ({ text, asks: false })));
}

/** More of a pattern that says more; of ordinary questions more than of requests, as there are. */
function manyOf(pattern: string, asks: boolean, words: ReadonlyMap<string, string[]>): number {
  const choices = [
    ...[...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => words.get(name!)!.length),
    ...[...pattern.matchAll(/\(([^()]*)\)/g)].map(([, list]) => list!.split('|').length),
  ];
  const beyond = Math.max(0.5, choices.reduce((sum, one) => sum + Math.log10(one), 0) - 2);
  const { asking, others } = examplesOfLine;
  const least = asking;
  if (asks) return Math.round(least * Math.min(2, Math.max(1, beyond)));
  return Math.round(Math.min(others, Math.max(least, 2 * least * beyond)));
}

function said(pattern: string, words: ReadonlyMap<string, string[]>): string {
  let text = pattern;
  while (/[({]/.test(text)) {
    text = text
      .replace(/\{(\w+)\}/g, (_, name: string) => oneOf(words.get(name)!))
      .replace(/\(([^()]*)\)/g, (_, list: string) => oneOf(list.split('|')));
  }
  return text.replace(/\s+/g, ' ').trim();
}

/** @param urgent how politely or urgently it is said, which says nothing of what is asked */
function variationsOf(examples: readonly Example[], urgent: readonly string[]): Example[] {
  const besides = examples.filter(({ text, asks }) => !asks && text.length < 60);
  return examples
    .filter(() => random() < varied)
    .map(({ text, asks }) => {
      const beside = oneOf(besides).text;
      const how = random();
      if (how < 0.4) return { text: withSlip(text), asks };
      if (how < 0.55) return { text: `${text} ${oneOf(urgent)}`, asks };
      if (how < 0.8) return { text: `${beside}${oneOf([',', '.'])} ${text}`, asks };
      return { text: `${text}. ${beside}`, asks };
    });
}

/** One sign is missing, doubled, or in its neighbour's place. */
function withSlip(text: string): string {
  const signs = [...text];
  if (signs.length < 5) return text;
  const at = 1 + Math.floor(random() * (signs.length - 2));
  const sign = signs[at]!;
  signs.splice(at, 2, ...oneOf([[signs[at + 1]!], [signs[at + 1]!, sign], [sign, sign, signs[at + 1]!]]));
  return signs.join('');
}

/** Logistic regression, each weight with a step of its own (AdaGrad). */
function learned(examples: readonly Example[]) {
  const rows = examples.map(({ text, asks }) => ({ asks, features: featuresOf(text) }));
  const weights = new Float64Array(buckets);
  const slopes = new Float64Array(buckets).fill(1e-6);
  const mean = { weights: new Float64Array(buckets), bias: 0 };
  let bias = -1;
  let slopeOfBias = 1e-6;
  for (let round = 0; round < rounds; round += 1) {
    shuffle(rows);
    for (const { asks, features } of rows) {
      const seen = features.filter(() => random() >= hidden);
      const value = 1 / Math.sqrt(Math.max(1, seen.length));
      const score = seen.reduce((sum, feature) => sum + weights[feature]! * value, bias);
      const wrong = 1 / (1 + Math.exp(-score)) - (asks ? 1 : 0);
      for (const feature of seen) {
        const slope = wrong * value + decay * weights[feature]!;
        slopes[feature]! += slope ** 2;
        weights[feature]! -= (step * slope) / Math.sqrt(slopes[feature]!);
      }
      slopeOfBias += wrong ** 2;
      bias -= (step * wrong) / Math.sqrt(slopeOfBias);
    }
    if (round < rounds - averaged) continue;
    weights.forEach((one, n) => (mean.weights[n]! += one / averaged));
    mean.bias += bias / averaged;
  }
  return mean;
}

function shuffle<T>(all: T[]): void {
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
}

function write({ weights, bias }: { weights: Float64Array; bias: number }): void {
  const scale = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 127;
  const file = Buffer.alloc(8 + buckets);
  file.writeFloatLE(bias, 0);
  file.writeFloatLE(scale, 4);
  weights.forEach((one, n) => file.writeInt8(Math.round(one / scale), 8 + n));
  writeFileSync(join(folder, 'weights.bin'), file);
}

const training = join(folder, 'training');
const files = readdirSync(training).filter((name) => name.endsWith('.txt'));
const examples = [...files.sort().flatMap((name) => examplesOf(join(training, name))), ...smallTalk()];
console.log(
  `${examples.length} examples, ${examples.filter(({ asks }) => asks).length} of them ask for a person`,
);
write(learned(examples));
