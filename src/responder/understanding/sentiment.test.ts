import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isComplaint } from './complaint';
import { isAngry, sentimentOf } from './sentiment';

describe('sentiment', () => {
  it.each([
    'This is terrible, the worst service ever',
    'I HATE THIS SHOP, GIVE ME MY MONEY',
    'Your support is useless and awful',
    'unacceptable!! I am furious',
    'You are useless',
    'you guys are fraud',
    'this is a scam',
  ])('sees anger in: %s', (text) => expect(isAngry(text)).toBe(true));

  it.each([
    'My parcel is lost and the tent arrived damaged, can I cancel?',
    'The zip is broken and the jacket is torn',
    'My card was stolen, how do I stop the payment?',
    'That was an awful lot of snow! Which tent is best?',
    'see https://evil.example/hate/terrible and mail awful@hate.example',
    'Wie lange dauert die Lieferung?',
    'not bad at all, thank you',
    'Why was I charged twice for my withdrawal?',
    'Someone stole my money, how do I report fraud?',
    'is this mail a scam?',
  ])('sees no anger in: %s', (text) => expect(isAngry(text)).toBe(false));

  it('is neutral, positive or negative', () => {
    expect(sentimentOf(['where is my order'])).toBe('neutral');
    expect(sentimentOf(['Thanks, that is wonderful, I love it'])).toBe('positive');
    expect(sentimentOf(['This is terrible, I hate it'])).toBe('negative');
  });
});

const corpus = join(__dirname, '../../../test/fixtures/sentiment');
const files = readdirSync(corpus).filter((name) => name.endsWith('.txt'));

/** The lines of a part by their mark: '!' angry, 'c' complains, '-' neither. */
function linesOf(file: string, part: string, mark: string): string[] {
  const lines = readFileSync(join(corpus, file), 'utf8').split(`# ${part}\n`)[1]!.split(/^# /m)[0]!;
  return lines.split('\n').flatMap((line) => (line.startsWith(`${mark} `) ? line.slice(2) : []));
}

const part = (texts: readonly string[], holds: (text: string) => boolean) =>
  texts.filter(holds).length / texts.length;

describe('anger and complaints in ten languages', () => {
  it('are told from questions, in the lines that the rules were made with', () => {
    expect(files).toHaveLength(10);
    for (const file of files) {
      const calm = linesOf(file, 'development', '-');
      expect([file, part(linesOf(file, 'development', '!'), isAngry)]).toEqual([file, 1]);
      expect([file, calm.filter((text) => isAngry(text) || isComplaint(text))]).toEqual([file, []]);
      expect(part(linesOf(file, 'development', 'c'), isComplaint)).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('are told from questions, in the lines that the rules were not made with', () => {
    const all = (mark: string) => files.flatMap((file) => linesOf(file, 'holdout', mark));
    expect(part(all('!'), isAngry)).toBeGreaterThanOrEqual(0.95);
    expect(part(all('!'), isComplaint)).toBeGreaterThanOrEqual(0.95);
    expect(part(all('c'), isComplaint)).toBeGreaterThanOrEqual(0.85);
    expect(part(all('c'), isAngry)).toBeLessThanOrEqual(0.1);
    expect(part(all('-'), (text) => isAngry(text) || isComplaint(text))).toBeLessThanOrEqual(0.02);
  });
});
