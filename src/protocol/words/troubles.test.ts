import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say, serverWords } from './said';
import { fieldWords, troubleWords } from './troubles';

const root = join(__dirname, '../..');
const isSource = (name: string) =>
  name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(console|widget|protocol.words)\b/.test(name);

describe('the sentences of the server', () => {
  it('that are their own code stand in the source as they stand here', () => {
    const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(isSource)
      .map((name) => readFileSync(join(root, name), 'utf8'))
      .join('\n');
    expect(
      Object.values({ ...troubleWords, ...fieldWords }).filter((sentence) => !source.includes(sentence)),
    ).toEqual([]);
  });

  it('are each there once', () => {
    const all = Object.values(serverWords);
    expect(all.filter((sentence, at) => all.indexOf(sentence) !== at)).toEqual([]);
  });

  it('are filled in with what is handed over, as it is', () => {
    expect(say('always_for_person', { said: '{n} $1' }).text).toBe('"{n} $1" is always for a person.');
    expect(say('upset')).toEqual({ text: 'The customer is upset.', wording: { code: 'upset' } });
  });
});
