// Every function over outside text gets through whatever comes. How long 100 KB of it take is measured by `npm run bench -- texts`.
import { nastyTexts, prepare, textFunctions } from './text-functions';

const texts = nastyTexts(1_000);
beforeAll(prepare);

it.each(Object.entries(textFunctions))('%s comes to the end of every nasty text', async (_, run) => {
  const failed: string[] = [];
  for (const { name, text } of texts)
    await Promise.resolve(text)
      .then(run)
      .catch((error: unknown) => failed.push(`${name}: ${String(error)}`));
  expect(failed).toEqual([]);
});
