// Measures search on the answer sets in ../shared/fixtures/answers: words alone against words and meaning.
// npx tsx scripts/answers.ts [--every=10]
import { builtInEmbedder } from '../src/knowledge/embed/onnx';
import { cachedEmbedder, fixturesFolder, measure, readAnswerSet } from '../test/answers-measure';

const floors = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55];
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

async function main(): Promise<void> {
  const every = Number(/--every=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 1);
  const choice = builtInEmbedder();
  const embedder = choice.embedder && cachedEmbedder(choice.embedder);
  if (!embedder) console.log('No embedder is installed: words alone are measured.');
  for (const name of ['banking77', 'banking77-holdout']) {
    const set = readAnswerSet(name);
    if (!set) {
      console.log(`${name}: not found in ${fixturesFolder}`);
      continue;
    }
    for (const [how, using] of [
      ['words alone', undefined],
      ['words and meaning', embedder],
    ] as const) {
      if (how !== 'words alone' && !using) continue;
      const found = await measure(set, { every, floors, ...(using && { embedder: using }) });
      console.log(
        `\n${name}, ${how}: ${found.inScope} in scope, ${found.outOfScope} out; ` +
          `top-1 ${percent(found.top1)}, top-3 ${percent(found.top3)}, AUC ${found.auc.toFixed(3)}`,
      );
      for (const { floor, answered, right, rightAlone, helped, falselyAnswered } of found.floors) {
        console.log(
          `  floor ${floor.toFixed(2)}: answers ${percent(answered)} (right ${percent(right)}, where one is quoted ${percent(rightAlone)}, quotes the right one ${percent(helped)}), out of scope ${percent(falselyAnswered)}`,
        );
      }
    }
  }
  await embedder?.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
