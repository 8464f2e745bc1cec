// A program of its own: runs every text function on every nasty text, and prints for each function the one that took longest.
import { nastyTexts, prepare, prose, textFunctions } from './text-functions';

async function timed(work: () => unknown): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

async function main(): Promise<void> {
  await prepare();
  const texts = nastyTexts();
  for (const [name, run] of Object.entries(textFunctions)) {
    console.log(JSON.stringify({ begins: name }));
    let worst = { text: '', ms: 0 };
    for (const { name: text, text: input } of texts) {
      const ms = await timed(() => run(input));
      if (ms > worst.ms) worst = { text, ms };
    }
    console.log(
      JSON.stringify({ name, worst: worst.text, ms: worst.ms, proseMs: await timed(() => run(prose())) }),
    );
  }
}

void main();
