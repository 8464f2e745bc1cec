import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { faultsOfWords, tidy } from '../../../scripts/i18n/catalogs';
import { refusalsIn } from '../../../scripts/i18n/refusals';
import { textsIn } from '../../../scripts/i18n/texts';

const read = (source: string) => textsIn(source, { path: 'src/console/inbox/a.tsx', room: 'inbox' });

describe('the catalogs of the console', () => {
  it('have every text of the source in every language, with what is filled in, and nothing else', () => {
    expect(faultsOfWords(resolve(__dirname, '../../..'))).toEqual([]);
  });

  it('are tidied once: what is tidy stays as it is, to the byte, whatever its order was before', () => {
    const root = mkdtempSync(join(tmpdir(), 'words-'));
    try {
      mkdirSync(join(root, 'src/console/inbox'), { recursive: true });
      writeFileSync(
        join(root, 'src/console/inbox/a.tsx'),
        `t('zebra'); t('Éclair'); t('12'); t('7'); t('Zoo');`,
      );
      const folder = join(root, 'src/console/i18n/catalogs/de');
      const all = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
      tidy(root);
      const once = all();
      const path = join(folder, 'inbox.json');
      const known = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
      writeFileSync(path, JSON.stringify(Object.fromEntries(Object.entries(known).reverse())));
      tidy(root);
      expect(all()).toEqual(once);
      expect(Object.keys(known)).toHaveLength(5);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('what a source of the server refuses', () => {
  it('is found as it is written, whichever way it is handed on', () => {
    const source = `
      const taken = 'It is taken already.';
      throw new DomainError('conflict', taken);
      throw new DomainError('invalid', count > 1 ? \`There are \${count} of them.\` : say('one_only'));
      throw refuse('It has no name.');
      const errors = [{ path: 'a', message: 'must be blue or green' }];
      if (late) return 'must not be late';
      return { outcome: 'failed', reason };`;
    expect(refusalsIn(source, 'src/api/a.ts')).toEqual([
      { text: 'It is taken already.', place: 'src/api/a.ts:3' },
      { text: 'There are {} of them.', place: 'src/api/a.ts:4' },
      { text: 'It has no name.', place: 'src/api/a.ts:5' },
      { text: 'must be blue or green', place: 'src/api/a.ts:6' },
      { text: 'must not be late', place: 'src/api/a.ts:7' },
    ]);
  });
});

describe('the texts of a source', () => {
  it('are what it says: alone, one of two, and by number', () => {
    const { texts, faults } = read(`
      <p title={t('Waits for {name}', { name })}>{busy ? t(late ? 'Late' : 'Soon') : t('Now')}</p>;
      plural(count, { one: '1 reply', other: '{count} replies' });`);
    expect(faults).toEqual([]);
    expect(texts.map(({ key, one }) => one ?? key)).toEqual([
      'Waits for {name}',
      'Late',
      'Soon',
      'Now',
      '1 reply',
    ]);
    expect(texts[4]).toEqual({
      key: '{count} replies',
      one: '1 reply',
      room: 'inbox',
      place: 'src/console/inbox/a.tsx:3',
    });
  });

  it('are refused where they are computed: no catalog could have them', () => {
    expect(read('t(word); t(`Open ${name}`); plural(2, forms);').faults).toHaveLength(3);
  });
});
