import type { MemoryEntry } from '../../customers/memory/memory-store';
import type { CustomerLink, PersonIdentity } from '../../customers/link-store';
import { createRecalled } from './remembered';

const external = (
  customerId: string,
  provedBy: PersonIdentity['provedBy'],
  kind: PersonIdentity['kind'],
) => ({
  customerId,
  ...{ kind, value: customerId, provedBy },
});

/** "me" and "mail" are linked as one person; each said which product they have. */
function world({ forgetful = [] as string[], proof = 'channel' as PersonIdentity['provedBy'] } = {}) {
  const links = [{ customerId: 'me', linkedCustomerId: 'mail', evidence: 'jwt' }] as CustomerLink[];
  const identities = [external('me', 'jwt', 'external'), external('mail', proof, 'email')];
  const said = (customerId: string): MemoryEntry[] =>
    ['elsewhere', 'here'].map((sessionId) => ({
      ...{ organizationId: 'o', customerId, type: 'long_term', key: 'k', importance: 1 },
      ...{ lastAccessed: '', createdAt: '' },
      value: { kind: 'product', text: `${customerId} ${sessionId}`, sessionId },
    }));
  const parts = {
    tables: {
      links: { linksOf: async () => links, identities: async () => identities, provedBy: async () => [] },
    },
    customerMemory: {
      remembers: async ({ customerId }: { customerId: string }) => !forgetful.includes(customerId),
      recall: async ({ customerId }: { customerId: string }) =>
        forgetful.includes(customerId) ? [] : said(customerId),
    },
  };
  const recalled = createRecalled(parts as unknown as Parameters<typeof createRecalled>[0]);
  return async (customerId: string, channelType: string, metadata = {}) =>
    (await recalled({ id: 'here', organizationId: 'o', customerId, channelType, metadata })).facts.map(
      ({ text }) => text,
    );
}

it('recalls what a person said in other conversations, on every channel that proves them', async () => {
  expect(await world()('me', 'web')).toEqual(['me elsewhere', 'mail elsewhere']);
  expect(await world()('mail', 'email')).toEqual(['mail elsewhere', 'me elsewhere']);
  expect(await world()('browser', 'web')).toEqual(['browser elsewhere']);
});

it('recalls nothing to whom nothing proves: a sender of a mail, or who reads along', async () => {
  expect(await world({ proof: 'none' })('mail', 'email')).toEqual([]);
  expect(await world()('mail', 'email', { senderNotVerified: true })).toEqual([]);
  const mail = { participants: ['ada@x.test', 'eve@x.test'] };
  expect(await world()('mail', 'email', { mail })).toEqual([]);
});

it('recalls nothing of who wants nothing remembered, nor to them what they said elsewhere', async () => {
  expect(await world({ forgetful: ['mail'] })('me', 'web')).toEqual(['me elsewhere']);
  expect(await world({ forgetful: ['me'] })('me', 'web')).toEqual([]);
});
