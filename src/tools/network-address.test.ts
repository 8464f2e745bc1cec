import { networkOf } from './network-address';

test.each([
  ['203.0.113.7', '203.0.113.7', undefined],
  ['203.0.113.7:4711', '203.0.113.7', undefined],
  ['::ffff:203.0.113.7', '203.0.113.7', undefined],
  ['::FFFF:cb00:7107', '203.0.113.7', undefined],
  ['[::ffff:203.0.113.7]:443', '203.0.113.7', undefined],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
  ['::1', '0:0:0:0::/64', '0:0:0::/48'],
  ['', 'unknown', undefined],
  [' ', 'unknown', undefined],
  ['unknown', 'unknown', undefined],
  ['2001:db8::1::2', 'unknown', undefined],
  ['999.1.1.1', 'unknown', undefined],
  ["' OR true", 'unknown', undefined],
])('%j counts as %s', (address, id, widerNetwork) => {
  expect(networkOf(address)).toEqual({ id, ...(widerNetwork && { widerNetwork }) });
});
