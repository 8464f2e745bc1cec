// What the server says in English to who may be a person: why something is refused, failed or waits. The console knows each
// by its sentence (src/protocol/server-texts), so that a new one has to be there, or among what only programs read.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { serverWords } from '../../src/protocol/server-texts/said';
import { forPrograms } from './for-programs';

export interface Refusal {
  /** As it is written, `{}` for what is filled in. */
  text: string;
  /** "src/api/shared-or-own.ts:12" */
  place: string;
}

/** Of the browsers, said in a terminal or to another mail server, or in several languages already. */
const elsewhere =
  /^(console|widget|cli|protocol\/server-texts|stores\/(embedded|archive)|main\.ts|config\.ts|environment\.ts)\b|\bphrases(-\w+)?\.ts$|\bsmtp-receiver\b|\.test\.ts$/;
/** What is handed to these is said; by which argument of theirs. */
const sayings: Readonly<Record<string, number>> = { DomainError: 1, HttpRefusal: 2, fieldError: 1 };
/** What functions of these give is for a model to read. */
const toModels = /^src\/responder\//;
/** Little helpers that files have for the same. */
const helpers =
  /^(refuse|refused|refusal|conflict|invalid|unavailable|unknown|forbidden|failed|trouble|uncertain)$/;
const fields = /^(message|reason|why|whyNot|error|trouble|note|about)$/;

/** @param root of the repository */
export function faultsOfRefusals(root: string): string[] {
  const known = new Set(Object.values(serverWords).flatMap((text) => [text, bare(text)]));
  const isForPrograms = (text: string) => forPrograms.some(({ says }) => says.includes(text));
  const all = refusalsOf(root);
  const there = new Set(all.map(({ text }) => text));
  const lacking = all
    .filter(({ text }) => !known.has(text) && !isForPrograms(text))
    .map(
      ({ text, place }) =>
        `${place}: "${text}" may reach a person: give it a wording in src/protocol/server-texts, or name it in scripts/i18n/for-programs.ts.`,
    );
  const gone = forPrograms
    .flatMap(({ says }) => says)
    .filter((text) => !there.has(text))
    .map((text) => `scripts/i18n/for-programs.ts: nothing says "${text}" any more.`);
  return [...lacking, ...gone];
}

export function refusalsOf(root: string): Refusal[] {
  const folder = join(root, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !elsewhere.test(name))
    .sort()
    .flatMap((name) => refusalsIn(readFileSync(join(folder, name), 'utf8'), `src/${name}`));
}

export function refusalsIn(source: string, path: string): Refusal[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(file);
  const found: Refusal[] = [];
  const add = (node: ts.Expression | undefined): void => {
    if (!node) return;
    const place = `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
    for (const text of textsOf(node, constants)) if (isSentence(text)) found.push({ text, place });
  };
  /** A function gives many texts: those that say what is wrong end or begin like it. */
  const addReturned = (node: ts.Expression | undefined): void => {
    const isSaid = node && textsOf(node, constants).every((text) => /^(must|is|has|names) |\.$/.test(text));
    if (isSaid) add(node);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const name = node.expression.getText(file);
      const at = sayings[name];
      if (at !== undefined) add(node.arguments?.[at]);
      else if (helpers.test(name)) node.arguments?.forEach(add);
    }
    if (ts.isReturnStatement(node) && !toModels.test(path)) addReturned(node.expression);
    if (ts.isPropertyAssignment(node) && fields.test(node.name.getText(file))) add(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Of two words at least, or of one beside what is filled in: the rest are codes and statements. */
function isSentence(text: string): boolean {
  const words = text.split(' ').filter((part) => /\p{L}/u.test(part));
  return words.length > (text.includes('{} ') ? 0 : 1) && !/^(?:SELECT|CASE|id IN)\b|\n/.test(text);
}

const bare = (text: string): string => text.replace(/\{\w+\}/g, '{}');

function constantsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      constants.set(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return constants;
}

/** A literal, one with something filled in, or one of several. */
function textsOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('{}')];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression, constants);
  if (ts.isConditionalExpression(node))
    return [...textsOf(node.whenTrue, constants), ...textsOf(node.whenFalse, constants)];
  if (ts.isBinaryExpression(node))
    return [...textsOf(node.left, constants), ...textsOf(node.right, constants)];
  const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined;
  return constant && constant !== node && !ts.isIdentifier(constant) ? textsOf(constant, new Map()) : [];
}
