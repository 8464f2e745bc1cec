// The test files that walk through pages in Chromium, known by what they call, so that no list goes stale: half of all tests' work.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What every day begins with is tried in a browser at each run. */
const everyDay = ['day', 'story', 'widget', 'widget-stream'].map((name) => `${name}.test.ts`);

/** @returns {string[]} names of files; they are all in `test/flows` */
export function pageWalks() {
  const room = join('test', 'flows');
  return readdirSync(room).filter(
    (name) =>
      name.endsWith('.test.ts') &&
      !everyDay.includes(name) &&
      /\b(useDesk|launch((Whole)?Chromium)?)\(/.test(readFileSync(join(room, name), 'utf8')),
  );
}
