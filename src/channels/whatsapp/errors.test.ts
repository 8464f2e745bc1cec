import { outcomeOf, reasonOf } from './errors';

const answer = (code: number, more: object = {}) => ({ error: { code, message: 'no', ...more } });

test.each([
  [130429, 1_000],
  [131056, 6_000],
  [80007, 60_000],
  [4, 60_000],
  [131000, 5_000],
  [133004, 10_000],
])('%d passes by itself: it is tried again after a pause', (code, retryAfterMs) => {
  expect(outcomeOf(400, answer(code))).toEqual({ outcome: 'unreachable', reason: 'no', retryAfterMs });
});

test('too many requests and faults of the server pass, too, and a pause that is named is kept', () => {
  expect(outcomeOf(429, undefined)).toMatchObject({ outcome: 'unreachable', retryAfterMs: 1_000 });
  expect(outcomeOf(500, '<html>', 30)).toMatchObject({ outcome: 'unreachable', retryAfterMs: 30_000 });
  expect(outcomeOf(400, answer(131056), 2)).toMatchObject({ retryAfterMs: 6_000 });
  expect(outcomeOf(499, undefined)).toMatchObject({ outcome: 'refused' });
});

test.each([131047, 131026, 131049, 131051, 470, 131050, 132000])(
  '%d is a refusal of this message alone, in words of ours',
  (code) => {
    const reason = expect.not.stringContaining('did not take');
    expect(outcomeOf(400, answer(code))).toEqual({ outcome: 'refused', code, reason });
  },
);

test.each([0, 3, 10, 190, 200, 368, 131031, 131042, 131045, 133010])(
  '%d says that the channel does not work',
  (code) =>
    expect(outcomeOf(401, answer(code))).toMatchObject({ outcome: 'refused', code, channelFails: true }),
);

test('a version that Meta has ended is no fault of the message, and says what to do', () => {
  const ended = {
    outcome: 'refused',
    channelFails: true,
    reason: expect.stringContaining('Choose a newer one in the channel’s settings.'),
  };
  expect(outcomeOf(410, undefined)).toEqual(ended);
  expect(outcomeOf(400, answer(2635))).toEqual(ended);
});

test('what is not known is told in the words of Meta, details before message before title', () => {
  const said = (error: object) => reasonOf({ code: 999_999, ...error });
  const own = 'WhatsApp did not take the message: ';
  expect(said({ title: 'c', message: 'b', error_data: { details: 'a' } })).toBe(`${own}a`);
  expect(said({ title: 'c', message: 'b', details: 'a' })).toBe(`${own}a`);
  expect(said({ title: 'c', message: 'b' })).toBe(`${own}b`);
  expect(said({ title: 'c' })).toBe(`${own}c`);
  expect(said({})).toBe(`${own}WhatsApp says no more.`);
  expect(reasonOf({ code: 'x', title: 'c' })).toBe(`${own}c`);
  expect(outcomeOf(400, { errors: [{ code: '190' }] })).toMatchObject({ code: 190, channelFails: true });
});
