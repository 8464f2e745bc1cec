import { e164 } from './phone';

it('writes a number with its country as E.164, however it was written', () => {
  for (const written of ['+493012345678', '+49 30 12345678', '0049 (30) 1234-5678', ' +49/30/12345678 '])
    expect(e164(written)).toBe('+493012345678');
  expect(e164('+1 (415) 555-2671')).toBe('+14155552671');
});

it('takes nothing for a number that is none, or that does not say its country', () => {
  for (const written of ['', '+', '030 12345678', '+49', 'call me', '+999 1234567', '12'])
    expect(e164(written)).toBeUndefined();
});
