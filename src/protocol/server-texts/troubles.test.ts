import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rareFieldWords, rareRefusals, rareTroubles } from './rare';
import { say, serverWords } from './said';
import { fieldWords, troubleWords } from './troubles';

const root = join(__dirname, '../..');
const isSource = (name: string) =>
  name.endsWith('.ts') &&
  !name.endsWith('.test.ts') &&
  !/^(console|widget|protocol.server-texts)\b/.test(name);

describe('the sentences of the server', () => {
  it('that are their own code stand in the source as they stand here', () => {
    const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(isSource)
      .map((name) => readFileSync(join(root, name), 'utf8'))
      .join('\n');
    // What is filled in there is written in another way.
    const isSaid = (sentence: string) =>
      sentence
        .split(/\{\w+\}/)
        .every((part) => source.includes(part.replaceAll("'", "\\'")) || source.includes(part));
    const alone = { ...troubleWords, ...fieldWords, ...rareRefusals, ...rareTroubles, ...rareFieldWords };
    expect(Object.values(alone).filter((sentence) => !isSaid(sentence))).toEqual([]);
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
