import { permissions } from '../protocol/model/roles';
import { bearer } from './access';
import { rolePermissions } from './role-permissions';

it('gives an admin everything and every role less than the one above', () => {
  expect([...rolePermissions.admin]).toEqual([...permissions]);
  for (const permission of rolePermissions.agent) expect(rolePermissions.supervisor).toContain(permission);
  for (const permission of rolePermissions.supervisor) expect(rolePermissions.admin).toContain(permission);
});

it('takes a token after Bearer and refuses everything else', () => {
  expect(bearer('Bearer abc.def-_~+/=')).toBe('abc.def-_~+/=');
  expect(bearer('bearer abc')).toBe('abc');
  for (const header of [
    undefined,
    null,
    '',
    'Bearer',
    'Bearer ',
    'abc',
    'Bearer a b',
    'Bearer a\r\nX: y',
    ['Bearer a'],
    {},
  ]) {
    expect(() => bearer(header)).toThrow('Sign in');
  }
});
