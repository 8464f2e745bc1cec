import type { CustomerLink, PersonIdentity } from './link-store';
import { createProvedCustomers, isProved } from './identity-proof';

const link = (
  customerId: string,
  linkedCustomerId: string,
  evidence: CustomerLink['evidence'],
): CustomerLink => ({
  id: `${customerId}${linkedCustomerId}`,
  customerId,
  linkedCustomerId,
  evidence,
  linkedBy: { kind: 'system', name: 'test' },
  linkedAt: '2026-01-01T00:00:00.000Z',
});
const known = (
  customerId: string,
  kind: PersonIdentity['kind'],
  provedBy: PersonIdentity['provedBy'],
): PersonIdentity => ({ customerId, kind, value: `${kind} of ${customerId}`, provedBy });

function ownOf(
  world: { links?: CustomerLink[]; identities?: PersonIdentity[]; codes?: string[] },
  writer: { customerId?: string; channelType?: string; metadata?: Record<string, unknown> } = {},
) {
  const { links = [], identities = [], codes = [] } = world;
  return createProvedCustomers({
    linksOf: () => Promise.resolve(links),
    identities: () => Promise.resolve(identities),
    provedBy: () => Promise.resolve(codes),
  })({ organizationId: 'o', customerId: 'me', channelType: 'web', metadata: {}, ...writer });
}

const shop = known('shop', 'external', 'agent');

it('believes a signature on the web, and nothing that only a browser has', async () => {
  expect(await ownOf({ identities: [known('me', 'external', 'jwt')] })).toEqual(['me']);
  expect(await ownOf({ identities: [known('me', 'visitor', 'channel')] })).toEqual([]);
  expect(await ownOf({ identities: [known('me', 'external', 'agent')] })).toEqual([]);
  // Somebody signed in from this browser before, or an agent linked it.
  for (const evidence of ['jwt', 'agent', 'channel'] as const)
    expect(await ownOf({ links: [link('shop', 'me', evidence)], identities: [shop] })).toEqual([]);
});

it('believes a code that came back, one way and as long as it counts', async () => {
  const links = [link('me', 'shop', 'code')];
  expect(await ownOf({ links, identities: [shop], codes: ['shop'] })).toEqual(['shop']);
  expect(await ownOf({ links, identities: [shop] })).toEqual([]);
  const signed = known('shop', 'external', 'jwt');
  expect(await ownOf({ links, identities: [signed] }, { customerId: 'shop' })).toEqual(['shop']);
});

it('goes on to who is the same person, but through no browser', async () => {
  const me = known('me', 'email', 'channel');
  const mail = { channelType: 'email' };
  const signed = [link('shop', 'me', 'jwt')];
  expect(await ownOf({ links: signed, identities: [me, shop] }, mail)).toEqual(['me', 'shop']);
  const browser = [link('me', 'browser', 'jwt'), link('browser', 'other', 'jwt')];
  const other = known('other', 'external', 'jwt');
  expect(await ownOf({ links: browser, identities: [me, other] }, mail)).toEqual(['me']);
});

it('believes no mail that nobody vouches for, or that others read', () => {
  const own = [known('me', 'email', 'channel')];
  const mail = (metadata: Record<string, unknown>) => isProved({ channelType: 'email', metadata }, own);
  expect(mail({ mail: { participants: ['ada@x.test'] } })).toBe(true);
  expect(mail({ mail: { participants: ['ada@x.test', 'eve@x.test'] } })).toBe(false);
  expect(mail({ senderNotVerified: true })).toBe(false);
  expect(isProved({ channelType: 'email', metadata: {} }, [known('me', 'email', 'none')])).toBe(false);
});
