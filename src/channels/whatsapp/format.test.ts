import { cut } from './format';
import { textMessage } from './index';

const sentence = 'A refund takes a week. ';
const address = 'https://help.example.com/refunds';

test('what fits stays, and what does not ends with a sentence and the address of the source', () => {
  expect(cut(sentence.trim(), 100, address)).toBe(sentence.trim());
  const long = cut(sentence.repeat(300), 4_096, address);
  expect(long.length).toBeLessThanOrEqual(4_096);
  expect(long.endsWith(`A refund takes a week. …\n${address}`)).toBe(true);
  expect(cut(sentence.repeat(300), 4_096)).toMatch(/week\. …$/);
  expect(cut('😀'.repeat(3_000), 4_096)).toMatch(/^(😀)+ …$/u);
});

test('an answer that was shortened before shows where it goes on', () => {
  expect(cut('A refund takes a week. …', 4_096, address)).toBe(`A refund takes a week. …\n${address}`);
  expect(cut('A refund takes a week. …', 4_096)).toBe('A refund takes a week. …');
});

test('up to three short choices are buttons, others are a list of up to ten', () => {
  const choice = (title: string) => ({ id: `id of ${title}`, title });
  const names = Array.from({ length: 12 }, (_, n) => choice(`Choice ${n + 1}`));
  const made = (count: number) =>
    (textMessage('Which?', names.slice(0, count))['interactive'] as {
      type: string;
      action: { buttons?: object[]; sections?: Array<{ rows: object[] }> };
    }) ?? { type: 'none', action: {} };
  expect(
    [0, 1, 3, 4, 12].map((count) => {
      const { type, action } = made(count);
      return [type, action.buttons?.length ?? action.sections?.[0]?.rows.length];
    }),
  ).toEqual([
    ['none', undefined],
    ['button', 1],
    ['button', 3],
    ['list', 4],
    ['list', 10],
  ]);
  const [row] = (
    textMessage('Which?', ['A very long choice that goes on', 'b'].map(choice))['interactive'] as {
      action: { sections: Array<{ rows: object[] }> };
    }
  ).action.sections[0]!.rows;
  expect(row).toEqual({
    id: 'id of A very long choice that goes on',
    title: 'A very long choice that ',
    description: 'goes on',
  });
});
