import { mask } from '../protocol/channels';
import { unmasked } from './channel-secrets';
import { masked } from './present';

const stored = { address: 'a@b.test', inboundSecret: 'one', smtp: { host: 'h', pass: 'two' } };

it('masks secrets at any depth and nothing else', () => {
  expect(masked(stored)).toEqual({
    address: 'a@b.test',
    inboundSecret: mask,
    smtp: { host: 'h', pass: mask },
  });
});

it('puts the stored secret where the mask comes back', () => {
  expect(unmasked(masked(stored) as Record<string, unknown>, stored)).toEqual(stored);
});

it('takes a new secret, and leaves out a mask that stands for nothing', () => {
  expect(unmasked({ inboundSecret: 'new', accessToken: mask }, stored)).toEqual({ inboundSecret: 'new' });
  expect(unmasked({ constructor: mask, pass: mask }, {})).toEqual({ constructor: mask });
});
