// A screen shows about 50 lines. ESLint refuses a function of more than 60 lines of code; this holds how many may have more
// than 50 from their first to their last line: the share, in percent, for the server and for what browsers run.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const screen = 50;
const most = { server: 1, browsers: 2 };
const [folder] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const root = folder ?? join(import.meta.dirname, '..', 'src');

function functionsOf(path) {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, kind);
  const lineAt = (position) => source.getLineAndCharacterOfPosition(position).line;
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const from = lineAt(node.getStart(source));
      found.push({ place: `${relative(root, path)}:${from + 1}`, lines: lineAt(node.end) - from + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = readdirSync(root, { recursive: true }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);
const isForBrowsers = (file) => /^(console|widget)[/\\]/.test(file);
const parts = {
  server: files.filter((file) => !isForBrowsers(file)),
  browsers: files.filter(isForBrowsers),
};
for (const [part, all] of Object.entries(parts)) {
  const functions = all.flatMap((file) => functionsOf(join(root, file)));
  const long = functions.filter(({ lines }) => lines > screen).sort((a, b) => b.lines - a.lines);
  const share = functions.length === 0 ? 0 : (100 * long.length) / functions.length;
  const said = `${part}: ${long.length} of ${functions.length} functions have more than ${screen} lines, ${share.toFixed(2)} %`;
  if (share <= most[part]) {
    if (process.argv.includes('--say')) console.log(said);
    continue;
  }
  process.exitCode = 1;
  console.error(`${said}; it may be ${most[part]} %. Make functions of the parts of:`);
  for (const { place, lines } of long.slice(0, 10)) console.error(`  ${place} (${lines})`);
}
