// `npm run words` says what the console's catalogs lack; with `-- --tidy` it sorts them and makes room for what is new.
import { join } from 'node:path';
import { faultsOfWords, tidy } from './catalogs';

const root = join(__dirname, '../..');
if (process.argv.includes('--tidy')) tidy(root);
const faults = faultsOfWords(root);
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error(
    `\n${faults.length} to mend. "npm run words -- --tidy" makes room for new texts and drops old ones.`,
  );
  process.exitCode = 1;
}
