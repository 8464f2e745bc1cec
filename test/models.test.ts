// What is in models/ is what its READMEs say, and each folder says whose it is.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const models = join(__dirname, '../models');
const textOf = (folder: string, file: string) => readFileSync(join(models, folder, file), 'utf8');

/** What people read, and what weights were learned from, which the weights' own checksum cannot tell. */
const isProse = (file: string) => /^(?:README\.md|LICENSE|NOTICE|training\/.*)$/.test(file);

/** Relative to the folder, with / between. */
function filesOf(folder: string): string[] {
  return readdirSync(join(models, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(join(models, folder).length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

const folders = readdirSync(models);

it('there are two', () => expect(folders).toEqual(['all-minilm-l6-v2', 'asks-for-person']));

describe.each(folders)('models/%s', (folder) => {
  it('has each file that is no prose in the table of its README, with its sha256', () => {
    const rows = [...textOf(folder, 'README.md').matchAll(/^\| `([^`]+)` \| `([0-9a-f]{64})` \|$/gm)];
    const said = Object.fromEntries(rows.map(([, file, sum]) => [file, sum]));
    const files = filesOf(folder).filter((file) => !isProse(file));
    const sumOf = (file: string) =>
      createHash('sha256')
        .update(readFileSync(join(models, folder, file)))
        .digest('hex');
    expect(said).toEqual(Object.fromEntries(files.map((file) => [file, sumOf(file)])));
  });

  it('has a licence, a notice, and says where it comes from', () => {
    const licence = folder === 'asks-for-person' ? /^MIT License\n/ : /^\s*Apache License\n\s*Version 2\.0/;
    expect(textOf(folder, 'LICENSE')).toMatch(licence);
    expect(textOf(folder, 'NOTICE')).toMatch(
      folder === 'asks-for-person' ? /training\// : /Apache License 2\.0/,
    );
    expect(textOf(folder, 'README.md')).toMatch(/Source: |learned from/);
  });
});

it('the built-in model’s notice names everybody whose work is in it', () => {
  const notice = textOf('all-minilm-l6-v2', 'NOTICE');
  for (const name of [
    'Sentence-Transformers',
    'Copyright (c) Microsoft Corporation.',
    'BERT',
    'Xenova',
    'LangChain4j',
  ])
    expect(notice).toContain(name);
});
