import { teamOf } from './teams';

const none = { labels: [], languages: [], channelIds: [] };
const teams = [
  { name: 'Shop', ...none, channelIds: ['c1', 'c2'] },
  { name: 'German', ...none, languages: ['de'] },
  { name: 'Billing', ...none, labels: ['Refund'] },
  { name: 'Also the shop', ...none, channelIds: ['c1'] },
];
const nameOf = (what: Partial<Parameters<typeof teamOf>[1]>) =>
  teamOf(teams, { labels: [], language: 'en', channelId: 'c9', ...what })?.name;

test('The label counts before the language, and that before the channel', () => {
  expect(nameOf({ labels: ['vip', 'refund'], language: 'de-AT', channelId: 'c1' })).toBe('Billing');
  expect(nameOf({ labels: ['vip'], language: 'de-AT', channelId: 'c1' })).toBe('German');
  expect(nameOf({ channelId: 'c1' })).toBe('Shop');
});

test('What fits no team belongs to none', () => {
  expect(nameOf({})).toBeUndefined();
  expect(nameOf({ language: '' })).toBeUndefined();
  expect(teamOf([], { labels: ['refund'], language: 'de', channelId: 'c1' })).toBeUndefined();
});
