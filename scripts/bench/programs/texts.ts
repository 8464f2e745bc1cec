// Runs every text function on every nasty text, and prints for each function the text that took longest.
import { nastyTexts, prepare, prose, textFunctions } from '../../../test/faults/text-functions';

const length = 100_000;

/** Milliseconds of the processor: others on the machine take none of them. */
async function timed(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function main(): Promise<void> {
  await prepare();
  const texts = nastyTexts(length);
  for (const [name, run] of Object.entries(textFunctions)) {
    console.log(JSON.stringify({ begins: name }));
    let worst = { text: '', ms: 0 };
    for (const { name: text, text: input } of texts) {
      const ms = await timed(() => run(input));
      if (ms > worst.ms) worst = { text, ms };
    }
    const proseMs = await timed(() => run(prose(length)));
    console.log(JSON.stringify({ name, worst: worst.text, ms: worst.ms, proseMs }));
  }
}

void main();
