import { z } from 'zod';
import { mapSecrets, secretField, secretFieldsOf, valueAt } from './secret-fields';

const schema = z.strictObject({
  address: z.string(),
  inboundSecret: secretField(z.string().min(2)),
  smtp: z
    .strictObject({
      host: z.string(),
      pass: secretField(z.string().describe('x'), { sentTo: 'host' }).optional(),
    })
    .optional(),
});

it('finds what is marked, below what is optional, and where it goes', () => {
  expect(secretFieldsOf(schema)).toEqual([
    { path: ['inboundSecret'] },
    { path: ['smtp', 'pass'], sentTo: 'host' },
  ]);
  expect(secretFieldsOf(undefined)).toEqual([]);
});

it('changes what is marked and nothing else of what the schema knows', () => {
  const values = { address: 'token', inboundSecret: 'one', smtp: { host: 'h', pass: 'two' } };
  expect(mapSecrets(values, schema, () => '*')).toEqual({
    address: 'token',
    inboundSecret: '*',
    smtp: { host: 'h', pass: '*' },
  });
  expect(mapSecrets(values, schema, () => undefined)).toEqual({ address: 'token', smtp: { host: 'h' } });
});

it('takes what no schema knows for a secret by its name, at any depth', () => {
  const values = { imap: [{ password: 'one', user: 'ada' }], refreshToken: 'two', port: 1 };
  const hidden = { imap: [{ password: '*', user: 'ada' }], refreshToken: '*', port: 1 };
  expect(mapSecrets(values, schema, () => '*')).toEqual(hidden);
  expect(mapSecrets(values, undefined, () => '*')).toEqual(hidden);
});

it('reads own fields only', () => {
  expect(valueAt({ smtp: { pass: 'x' } }, ['smtp', 'pass'])).toBe('x');
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
});
