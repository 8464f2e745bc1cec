import { z } from 'zod';
import { mask } from '../protocol/channels';
import { secretField } from '../tools/secret-fields';
import { masked, unmasked } from './channel-secrets';

const settings = z.strictObject({
  address: z.string(),
  inboundSecret: secretField(z.string()),
  smtp: z.strictObject({ host: z.string(), pass: secretField(z.string(), { sentTo: 'host' }) }),
});
const stored = { address: 'a@b.test', inboundSecret: 'one', smtp: { host: 'h', pass: 'two' } };

it('masks secrets at any depth and nothing else', () => {
  expect(masked(stored, settings)).toEqual({
    address: 'a@b.test',
    inboundSecret: mask,
    smtp: { host: 'h', pass: mask },
  });
});

it('puts the stored secret where the mask comes back', () => {
  expect(unmasked(masked(stored, settings), stored, settings)).toEqual(stored);
});

it('takes a new secret, and leaves out a mask that stands for nothing', () => {
  expect(unmasked({ inboundSecret: 'new', accessToken: mask }, stored, settings)).toEqual({
    inboundSecret: 'new',
  });
  expect(unmasked({ constructor: mask, pass: mask }, {}, undefined)).toEqual({ constructor: mask });
});

it('keeps a stored secret from another host', () => {
  const moved = { ...stored, smtp: { host: 'evil', pass: mask } };
  expect(() => unmasked(moved, stored, settings)).toThrow('not sent to another host');
  expect(unmasked({ ...moved, smtp: { host: 'H/', pass: mask } }, stored, settings).smtp).toEqual({
    host: 'H/',
    pass: 'two',
  });
});
