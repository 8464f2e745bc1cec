// The texts of the console, read from its source: what is handed to `t` and `plural` of src/console/i18n.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { serverWords } from '../../src/protocol/server-texts/said';

export interface Text {
  /** What the catalogs have it under. */
  key: string;
  /** The English form for one, of a plural. */
  one?: string;
  /** The folder of src/console, 'shell' for what lies beside the folders. */
  room: string;
  /** "src/console/inbox/tabs.tsx:12" */
  place: string;
}

export interface Found {
  texts: Text[];
  /** Sentences for who wrote the source. */
  faults: string[];
}

/** @param root the folder of the repository */
export function textsOf(root: string): Found {
  const folder = join(root, 'src/console');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.startsWith('i18n'))
    .sort();
  const found: Found = { texts: textsOfServer(), faults: [] };
  for (const name of files) {
    const path = join(folder, name);
    const room = name.includes(sep) ? name.split(sep)[0]! : 'shell';
    const more = textsIn(readFileSync(path, 'utf8'), { path: relative(root, path), room });
    found.texts.push(...more.texts);
    found.faults.push(...more.faults);
  }
  return found;
}

/** What the server says by a code, and the console in the reader's language. */
const textsOfServer = (): Text[] =>
  Object.entries(serverWords).map(([code, key]) => ({
    key,
    room: 'server',
    place: `src/protocol/server-texts: ${code}`,
  }));

export function textsIn(source: string, { path, room }: { path: string; room: string }): Found {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: Found = { texts: [], faults: [] };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const place = `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
      if (node.expression.text === 't') add(textOf(node), place, 't wants its English words as they are');
      if (node.expression.text === 'plural')
        add(pluralOf(node), place, 'plural wants { one: …, other: … } with the English words as they are');
    }
    ts.forEachChild(node, visit);
  };
  function add(keys: Array<Pick<Text, 'key' | 'one'>> | undefined, place: string, fault: string): void {
    if (keys) found.texts.push(...keys.map((one) => ({ ...one, room, place })));
    else found.faults.push(`${place}: ${fault}, not something computed.`);
  }
  visit(file);
  return found;
}

function textOf(call: ts.CallExpression): Array<Pick<Text, 'key'>> | undefined {
  const words = call.arguments[0] && wordsOf(call.arguments[0]);
  return words?.map((key) => ({ key }));
}

/** A literal, or one of several that a condition chooses. */
function wordsOf(node: ts.Expression): string[] | undefined {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return wordsOf(node.expression);
  if (!ts.isConditionalExpression(node)) return undefined;
  const [yes, no] = [wordsOf(node.whenTrue), wordsOf(node.whenFalse)];
  return yes && no && [...yes, ...no];
}

function pluralOf(call: ts.CallExpression): Array<Pick<Text, 'key' | 'one'>> | undefined {
  const forms = call.arguments[1];
  if (!forms || !ts.isObjectLiteralExpression(forms)) return undefined;
  const words = new Map<string, string>();
  for (const property of forms.properties)
    if (ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer))
      words.set(property.name.getText(), property.initializer.text);
  const [one, other] = [words.get('one'), words.get('other')];
  return one !== undefined && other !== undefined && words.size === 2 ? [{ key: other, one }] : undefined;
}
