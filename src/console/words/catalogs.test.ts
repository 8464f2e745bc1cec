import { resolve } from 'node:path';
import { faultsOfWords } from '../../../scripts/words/catalogs';
import { textsIn } from '../../../scripts/words/texts';

const read = (source: string) => textsIn(source, { path: 'src/console/inbox/a.tsx', room: 'inbox' });

describe('the catalogs of the console', () => {
  it('have every text of the source in every language, with what is filled in, and nothing else', () => {
    expect(faultsOfWords(resolve(__dirname, '../../..'))).toEqual([]);
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
