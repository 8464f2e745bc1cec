// Measures answers on the development sets beside plain BM25, and says whether they are as good as they have to be.
// npm run answers:evaluate -- [--every=10] [--set=software] [--detail]; it ends with 1 where an aim is missed.
import { readConfig } from '../src/config';
import { chooseEmbedder } from '../src/knowledge/embed/choose';
import type { Embedder } from '../src/knowledge/embed/embedder';
import {
  evaluate,
  evaluationSets,
  NoVectors,
  plainBm25,
  type Evaluated,
  type EvaluationSet,
  type Ranking,
} from '../test/answers-evaluation';
import { aimsOf, type Measured as Row } from '../test/answers-aims';
import { cachedEmbedder } from '../test/answers-measure';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(7);
const option = (name: string) => new RegExp(`--${name}=(\\S+)`).exec(process.argv.join(' '))?.[1];

async function main(): Promise<void> {
  const every = Number(option('every') ?? 1);
  const only = option('set');
  const { embedder } = chooseEmbedder(readConfig().embeddings);
  const model = embedder && cachedEmbedder(embedder);
  console.log(model ? `Meaning: ${model.name}` : 'No embedder is installed: words alone are measured.');
  const rows: Row[] = [];
  for (const set of evaluationSets(every)) {
    if (only === undefined || set.name === only) rows.push(await measureSet(set, model));
  }
  await embedder?.close();
  judge(rows, every);
}

async function measureSet(set: EvaluationSet, embedder: Embedder | undefined): Promise<Row> {
  const using = embedder && { embedder };
  const row = {
    name: set.name,
    plain: plainBm25(set),
    alone: await evaluate(set, { ...using }),
    withExamples: await evaluate(set, { ...using, examples: true }),
  };
  const { inScope, outOfScope } = row.alone;
  console.log(`\n${set.name}: ${set.kb.length} articles, ${inScope} questions in scope, ${outOfScope} out`);
  printRanking('plain BM25', row.plain);
  printEvaluated('without examples', row.alone);
  printEvaluated('with three examples an article', row.withExamples);
  if (process.argv.includes('--detail')) printDetail(set, row.alone);
  return row;
}

function printRanking(how: string, { top1, top3, auc }: Ranking): void {
  console.log(`  ${how}: top-1 ${percent(top1)}, top-3 ${percent(top3)}, area ${auc.toFixed(3)}`);
}

function printEvaluated(how: string, measured: Evaluated): void {
  printRanking(how, measured);
  for (const { setting, inScope, offered, outOfScope } of measured.consequences) {
    console.log(
      `    ${setting.padEnd(9)} right ${percent(inScope.right)}, wrong ${percent(inScope.wrong)}, ` +
        `asked back ${percent(inScope.asked_back)} (the right one offered ${percent(offered)}), handed over ${percent(inScope.handed_over)}; ` +
        `out of scope answered ${percent(outOfScope.answered)}, asked back ${percent(outOfScope.asked_back)}`,
    );
  }
}

/** Top-1 by language and style, where the set names them, and each question whose article is not found first. */
function printDetail({ queries }: EvaluationSet, { missed }: Evaluated): void {
  for (const by of ['language', 'style'] as const) {
    for (const value of new Set(queries.flatMap((one) => one[by] ?? []))) {
      const all = queries.filter((one) => one[by] === value && one.relevantIds.length > 0);
      const misses = missed.filter(({ query }) => query[by] === value);
      if (all.length > 0)
        console.log(`    ${by} ${value}: top-1 ${percent(1 - misses.length / all.length)} of ${all.length}`);
    }
  }
  for (const { query, found } of missed) {
    console.log(
      `    "${[...(query.history ?? []), query.text].join(' | ')}": ${query.relevantIds.join(' or ')}, found ${found ?? 'nothing'}`,
    );
  }
}

function judge(rows: readonly Row[], every: number): void {
  const aims = aimsOf(rows);
  console.log(`\n${aims.map(({ what, isMet }) => `${isMet ? 'met' : 'NOT MET'}: ${what}`).join('\n')}`);
  const missed = aims.filter(({ isMet }) => !isMet).map(({ what }) => what);
  const sample = every > 1 ? ` (a sample, one question of ${every})` : '';
  console.log(missed.length === 0 ? `All aims are met${sample}.` : `Not met${sample}: ${missed.join('; ')}.`);
  if (missed.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof NoVectors ? error.message : error);
  process.exit(1);
});
