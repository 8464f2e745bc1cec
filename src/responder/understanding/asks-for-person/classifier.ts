// What no rule knows: a logistic regression that has learned from examples in thirteen languages (models/asks-for-person) how asking for a
// person sounds. It speaks up only when it is sure, so that ordinary questions keep their answers; so sure, it has the last word on rules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buckets, featuresOf, mostRead } from './features';

export const weightsFile = join(__dirname, '../../../../models/asks-for-person/weights.bin');

/**
 * Above it a text asks for a person, by what rules say of it, in logits. Where they say nothing, 2 of 1,000 ordinary questions
 * reach it. Measured at others in models/asks-for-person/README.md.
 */
const sure = { asked: -1, negated: 6, nothing: 2.9 };
/** A message of more is a letter: its last sentences are read. */
const mostSentences = 12;
/** In UTF-16 units: what two short sentences say is said by both ("Not you. A human."). */
const short = 120;

/**
 * @param text one message, in any of the languages of `languages.ts`
 * @param ruled what rules say: 'negated' where a person is said not to be wanted
 */
export function looksLikeRequest(text: string, ruled: keyof typeof sure = 'nothing'): boolean {
  // Of a longer text not every word is heard.
  if (ruled === 'asked' && (!weights || text.length > mostRead)) return true;
  return requestScore(text) > sure[ruled];
}

/** Of the sentence that sounds most like asking for a person, in logits: about -20 to 10. */
export function requestScore(text: string): number {
  const sentences = text
    .slice(-4_000)
    .split(/(?<=[.!?。！？؟।۔\n])\s*/)
    .filter((one) => /\p{L}/u.test(one))
    .slice(-mostSentences);
  if (sentences.length > 1 && text.length < short) sentences.push(text);
  return Math.max(...sentences.map((one) => scoreOf(featuresOf(one))));
}

interface Weights {
  bias: number;
  scale: number;
  ofBuckets: Int8Array;
}

/**
 * As `scripts/train-asks-for-person.ts` writes them: bias and scale as 32-bit floats, then one signed byte a bucket.
 * @returns one sentence where the file holds none
 */
export function readWeights(path: string): Weights | { reason: string } {
  try {
    const file = readFileSync(path);
    if (file.length !== 8 + buckets) {
      return { reason: `The file ${path} has ${file.length} bytes and not ${8 + buckets}: ${rulesAlone}` };
    }
    const ofBuckets = new Int8Array(file.subarray(8));
    return { bias: file.readFloatLE(0), scale: file.readFloatLE(4), ofBuckets };
  } catch (error) {
    return {
      reason: `The file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}): ${rulesAlone}`,
    };
  }
}

const rulesAlone = 'requests for a person are understood by rules alone.';
const read = readWeights(weightsFile);
const weights = 'reason' in read ? undefined : read;
/** Why nothing has been learned here, in one sentence; undefined where it has. */
export const unlearned = 'reason' in read ? read.reason : undefined;

/** In logits. A long text has no more to say than a short one for being long. */
function scoreOf(features: readonly number[]): number {
  if (!weights) return -Infinity;
  let sum = 0;
  for (const feature of features) sum += weights.ofBuckets[feature]!;
  return weights.bias + (sum * weights.scale) / Math.sqrt(Math.max(1, features.length));
}
