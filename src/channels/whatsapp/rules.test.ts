import { rules } from './rules';

const wrote = '2026-11-26T10:00:00.000Z';
const after = (milliseconds: number) => rules(wrote, new Date(Date.parse(wrote) + milliseconds));
const day = 24 * 3_600_000;

test('words are taken for 24 hours after the customer’s last one, to the millisecond', () => {
  expect(after(day - 1)).toMatchObject({ mayWrite: true, until: '2026-11-27T10:00:00.000Z' });
  expect(after(day)).toEqual({
    mayWrite: false,
    forms: ['template'],
    why: expect.stringContaining('24 hours'),
  });
});

test('who has not written yet gets a template only', () => {
  const never = { mayWrite: false, forms: ['template'], why: expect.stringContaining('not written') };
  expect(rules(undefined, new Date())).toEqual(never);
});
