import { foundKinds } from '../../protocol/search';
import { addressOf, askedOf, isNarrowed, queryOf, widened } from './address';

const agentId = '0b8f7d3e-8a51-4c0d-9d0a-7e5b2c6f1a90';
const teamId = '5f0c2a11-3d4e-4b6f-8a70-1c2d3e4f5a6b';
const whole = `q=lost+parcel&kind=note&sender=agent&status=closed&channelType=web&agentId=${agentId}&teamId=${teamId}&from=2026-03-01&to=2026-03-02&label=vip&label=refund&order=newest`;

test('an address says all that is asked, and comes of it again', () => {
  const asked = askedOf(new URLSearchParams(whole));
  expect(asked).toEqual({
    ...{ q: 'lost parcel', kind: 'note', order: 'newest', label: ['vip', 'refund'], sender: 'agent' },
    ...{ status: 'closed', channelType: 'web', agentId, teamId, from: '2026-03-01', to: '2026-03-02' },
  });
  expect(addressOf(asked, {}).toString()).toBe(whole);
  expect(addressOf(asked, { kind: 'all', order: 'best', label: [], sender: null }).toString()).toBe(
    `q=lost+parcel&status=closed&channelType=web&agentId=${agentId}&teamId=${teamId}&from=2026-03-01&to=2026-03-02`,
  );
  expect([isNarrowed(asked), isNarrowed(widened(asked))]).toEqual([true, false]);
});

test('what nobody can ask for is left out', () => {
  const asked = askedOf(
    new URLSearchParams(
      'q=x&kind=all-of-it&sender=robot&status=&agentId=1&teamId=me&from=2026-99-99&channelType=a%20b',
    ),
  );
  expect(asked).toEqual({ q: 'x', kind: 'all', order: 'best', label: [] });
  expect(queryOf(asked)).toEqual({ q: 'x', kind: foundKinds, order: 'best', label: [] });
});

test('notes are those of conversations and those about customers', () => {
  const { kind } = queryOf(askedOf(new URLSearchParams('q=x&kind=note')));
  expect(kind).toEqual(['note', 'customer_note']);
});

test('days are whole days of the reader', () => {
  const { since, before } = queryOf(askedOf(new URLSearchParams('q=x&from=2026-03-01&to=2026-03-01')));
  expect(new Date(since as string).getHours()).toBe(0);
  expect(Date.parse(before as string) - Date.parse(since as string)).toBe(24 * 3_600_000);
});
