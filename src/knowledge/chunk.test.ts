import fc from 'fast-check';
import { chunk } from './chunk';
import { countWords } from './tokenize';

const sentence = (n: number) => `This is sentence number ${n} of a long paragraph about parcels.`;
const paragraph = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => sentence(from + i)).join(' ');

describe('a chunk', () => {
  it('is the whole article when that is short', () => {
    expect(chunk('a', 'Refunds take five days.')).toEqual([
      { id: 'a#0', heading: '', text: 'Refunds take five days.' },
    ]);
  });

  it('stays under one heading, and knows the headings above', () => {
    const chunks = chunk('a', `Intro.\n\n# Delivery\n\n${paragraph(0, 4)}\n\n## Abroad\nSix days to Norway.`);
    expect(chunks.map(({ heading }) => heading)).toEqual(['', 'Delivery', 'Delivery · Abroad']);
    expect(chunks[2]!.text).toBe('Six days to Norway.');
  });

  it('takes a line that is too long for a heading as text', () => {
    const line = `# ${'word '.repeat(100)}end`;
    const [first, ...more] = chunk('a', `${line}\n\nSix days to Norway.`);
    expect(first!.text).toBe(`${line}\n\nSix days to Norway.`);
    expect(more).toEqual([]);
    expect(chunk('a', `# a${' '.repeat(199_000)}b`)).not.toEqual([]);
  });

  it('of a long text has at most 205 words, and cuts between sentences', () => {
    const chunks = chunk('a', `${paragraph(0, 60)}\n\n${paragraph(60, 10)}`);
    expect(chunks.length).toBeGreaterThan(3);
    for (const { text } of chunks) {
      expect(countWords(text)).toBeLessThanOrEqual(205);
      expect(text).toMatch(/parcels\.$/);
    }
  });

  it('has the same id and text whenever the content is the same', () => {
    const content = `# A\n\n${paragraph(0, 30)}\n\n# B\n\n${paragraph(30, 30)}`;
    expect(chunk('a', content)).toEqual(chunk('a', content));
    expect(chunk('a', content).map(({ id }) => id)).toEqual(chunk('a', content).map((_, i) => `a#${i}`));
  });

  it('loses no word and repeats none, whatever the text', () => {
    const block = fc.oneof(
      fc.lorem({ maxCount: 60 }),
      fc.lorem({ maxCount: 3 }).map((text) => `## ${text}`),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const content = blocks.join('\n\n');
        const body = blocks.filter((text) => !text.startsWith('## ')).join(' ');
        const cut = chunk('a', content)
          .map(({ text }) => text)
          .join(' ');
        expect(cut.match(/\w+/g) ?? []).toEqual(body.match(/\w+/g) ?? []);
      }),
    );
  });
});
