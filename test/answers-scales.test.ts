// What cosines mean is taken from the base: models whose scales have nothing in common answer and refuse the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../src/knowledge/embed/embedder';
import { builtInEmbedder, localEmbedder } from '../src/knowledge/embed/onnx';
import { openaiEmbedder } from '../src/knowledge/embed/openai';
import { dot, unit } from '../src/knowledge/index/vector-math';
import { evaluate, evaluationSets, type Evaluated, type EvaluationSet } from './answers-evaluation';
import { cachedEmbedder } from './answers-measure';
import { startFakeModel, type FakeModel } from './dev-env/fake-model';
import { makeTinyModel } from './dev-env/tiny-model';

const { embedder } = builtInEmbedder();
const folders = mkdtempSync(join(tmpdir(), 'parley-scales-'));
let model: FakeModel;
const opened: Embedder[] = [];
beforeAll(async () => void (model = await startFakeModel()));
afterAll(async () => {
  await Promise.all([...opened, embedder].map((one) => one?.close()));
  await model?.close();
  rmSync(folders, { recursive: true, force: true });
});

const balanced = ({ consequences }: Evaluated) => consequences.find(({ setting }) => setting === 'balanced')!;

/** An endpoint that squeezes what the built-in model says: `share` is what is left of the differences between cosines. */
function squeezing(name: string, share: number): Embedder {
  const built = cachedEmbedder(embedder!);
  model.embeds = async (text) => {
    const [vector] = await built.embed([text]);
    return [...unit(vector!)].map((one) => one * Math.sqrt(share)).concat(Math.sqrt(1 - share));
  };
  return openaiEmbedder({ baseUrl: model.baseUrl, apiKey: 'sk', model: name });
}

/** Every question out of scope, and one of six of the others. */
const owned = evaluationSets()
  .filter(({ name }) => name === 'software' || name === 'insurance')
  .map((set) => ({
    ...set,
    queries: set.queries.filter(({ relevantIds }, i) => relevantIds.length === 0 || i % 6 === 0),
  }));

describe.each(owned)('of the set $name', (set) => {
  let before: Evaluated;
  const skips = embedder ? it : it.skip;

  skips.each([
    ['between .7 and .9', 0.22, 0.7, 0.92],
    ['all about .96', 0.05, 0.94, 0.985],
  ])(
    'an endpoint whose cosines are %s refuses what is out of scope, and answers the rest as before',
    async (name, share, least, highest) => {
      before ??= await evaluate(set, { embedder: cachedEmbedder(embedder!) });
      const endpoint = squeezing(name, share);
      const [question, ...texts] = (
        await endpoint.embed([set.queries[0]!.text, ...set.kb.map(({ content }) => content)])
      ).map(unit);
      const cosines = texts.map((text) => dot(question!, text));
      expect(Math.min(...cosines)).toBeGreaterThan(least);
      expect(Math.max(...cosines)).toBeLessThan(highest);
      const found = balanced(await evaluate(set, { embedder: cachedEmbedder(endpoint) }));
      expect(found.outOfScope.answered).toBeLessThanOrEqual(0.05);
      expect(found.inScope.wrong).toBeLessThanOrEqual(0.05);
      // Of some fifty questions two make four points.
      expect(found.inScope.right).toBeGreaterThan(balanced(before).inScope.right - 0.05);
    },
  );
});

const inScope = (article: string, questions: readonly string[]) =>
  questions.map((text) => ({ id: text, text, relevantIds: [article] }));

/** What the model in the folder has words for; the others are all the same to it. */
const fewWords: EvaluationSet = {
  name: 'few words',
  kb: [
    { id: 'refund', title: 'Refund', content: 'A refund takes some days.' },
    { id: 'parcel', title: 'Parcel', content: 'Every parcel has a page of its own.' },
    { id: 'shop', title: 'Shop', content: 'Our shop has coffee.' },
    { id: 'days', title: 'Days', content: 'We count days of work.' },
  ],
  queries: [
    ...inScope('refund', [
      'Wann kommt meine Erstattung endlich an?',
      '¿Cuándo llega mi reembolso a casa?',
      'Quand arrive mon remboursement ?',
    ]),
    ...inScope('parcel', [
      'Wo ist das Paket von gestern?',
      '¿Dónde está el paquete que pedí?',
      'Où est le colis que vous avez envoyé ?',
    ]),
    ...inScope('shop', [
      'Wo ist der Laden in der Stadt?',
      '¿Dónde está la tienda más cercana?',
      'Où est le magasin le plus proche ?',
    ]),
    ...[
      'Who won the game last night?',
      'Schreib mir ein Gedicht über Katzen',
      'What is the capital of France?',
      'Quelle heure est-il à Tokyo ?',
      'Do whales sing in winter?',
    ].map((text) => ({ id: text, text, relevantIds: [] })),
  ],
  examples: {},
};

(embedder ? it : it.skip)(
  'a folder’s model of a few words finds what it knows, and nothing is answered that is out of scope',
  async () => {
    const { embedder: tiny } = localEmbedder(makeTinyModel(folders, 'tiny'));
    opened.push(tiny!);
    const { top1, ...found } = await evaluate(fewWords, { embedder: tiny! });
    expect(top1).toBe(1);
    expect(balanced(found as Evaluated).outOfScope.answered).toBe(0);
    expect(balanced(found as Evaluated).inScope.wrong).toBe(0);
  },
);
