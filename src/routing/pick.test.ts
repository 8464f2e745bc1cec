import fc from 'fast-check';
import { presences } from '../protocol/model/presence';
import { free, pickAgent, type Candidate } from './pick';

const candidate = fc.record<Candidate>({
  id: fc.uuid(),
  name: fc.constant('A'),
  presence: fc.constantFrom(...presences),
  load: fc.integer({ min: 0, max: 20 }).map((quarters) => quarters / 4),
  capacity: fc.integer({ min: 0, max: 5 }),
  specialties: fc.subarray(['billing', 'Returns', 'tech']),
  languages: fc.subarray(['de', 'PT', 'ar']),
  teams: fc.subarray(['one', 'two']),
  idleSince: fc.integer({ min: 0, max: 1000 }),
  onlineSince: fc.constant(0),
});
const candidates = fc.uniqueArray(candidate, { maxLength: 8, selector: ({ id }) => id });
const weight = fc.constantFrom(1, 0.5, 0.25);
const specialty = fc.option(fc.constantFrom('billing', 'returns', 'poetry'), { nil: undefined });

function agent(id: string, change: Partial<Candidate> = {}): Candidate {
  return {
    id,
    name: id,
    presence: 'online',
    load: 0,
    capacity: 3,
    specialties: [],
    languages: [],
    teams: [],
    idleSince: 0,
    onlineSince: 0,
    ...change,
  };
}

describe('pickAgent', () => {
  it('never picks somebody away, offline, or beyond capacity', () => {
    fc.assert(
      fc.property(candidates, weight, specialty, (all, weighs, wanted) => {
        const picked = pickAgent(all, { weight: weighs, ...(wanted && { specialty: wanted }) });
        if (!picked) return;
        expect(picked.presence).toBe('online');
        expect(picked.load + weighs).toBeLessThanOrEqual(picked.capacity);
      }),
    );
  });

  it('picks somebody whenever somebody is free', () => {
    fc.assert(
      fc.property(candidates, weight, specialty, (all, weighs, wanted) => {
        const picked = pickAgent(all, { weight: weighs, ...(wanted && { specialty: wanted }) });
        expect(picked !== undefined).toBe(free(all, weighs).length > 0);
      }),
    );
  });

  it('prefers the specialty, and among equals the lower share of load, then the longer idle', () => {
    fc.assert(
      fc.property(candidates, weight, fc.constantFrom('billing', 'returns'), (all, weighs, wanted) => {
        const able = free(all, weighs);
        const experts = able.filter((one) => one.specialties.some((own) => own.toLowerCase() === wanted));
        const group = experts.length > 0 ? experts : able;
        const picked = pickAgent(all, { weight: weighs, specialty: wanted });
        if (!picked) return;
        expect(group).toContain(picked);
        for (const other of group) {
          const [share, otherShare] = [picked.load / picked.capacity, other.load / other.capacity];
          expect(share).toBeLessThanOrEqual(otherShare);
          if (share === otherShare) expect(picked.idleSince).toBeLessThanOrEqual(other.idleSince);
        }
      }),
    );
  });

  it('goes round when everybody is alike', () => {
    const all = [agent('a'), agent('b'), agent('c')].map((one) => ({ ...one, capacity: 100 }));
    const order = Array.from({ length: 6 }, (_, i) => {
      const picked = pickAgent(all, { weight: 1 })!;
      picked.load += 1;
      picked.idleSince = i + 1;
      return picked.id;
    });
    expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('goes round whatever each holds, when it is asked to, and past nobody who is full', () => {
    const busy = agent('busy', { load: 2, idleSince: 1 });
    const idle = agent('idle', { load: 0, idleSince: 2 });
    expect(pickAgent([busy, idle], { weight: 1 })?.id).toBe('idle');
    expect(pickAgent([busy, idle], { weight: 1, order: 'round_robin' })?.id).toBe('busy');
    expect(pickAgent([{ ...busy, load: 3 }, idle], { weight: 1, order: 'round_robin' })?.id).toBe('idle');
  });

  it("takes the customer's last agent before an expert, but only with room and online", () => {
    const expert = agent('expert', { specialties: ['billing'] });
    const wanted = { weight: 1, specialty: 'billing', lastAgentId: 'last' } as const;
    expect(pickAgent([expert, agent('last', { load: 2 })], wanted)?.id).toBe('last');
    expect(pickAgent([expert, agent('last', { load: 3 })], wanted)?.id).toBe('expert');
    expect(pickAgent([expert, agent('last', { presence: 'away' })], wanted)?.id).toBe('expert');
  });

  it('takes the team first, waits for it while somebody of it is there, and leaves nobody alone', () => {
    const other = agent('other');
    const member = (change: Partial<Candidate> = {}) => agent('member', { teams: ['t'], load: 2, ...change });
    const wanted = { weight: 1, teamId: 't', isForTeam: true } as const;
    expect(pickAgent([other, member()], wanted)?.id).toBe('member');
    expect(pickAgent([other, member()], { ...wanted, lastAgentId: 'other' })?.id).toBe('member');
    const full = member({ load: 3 });
    expect(pickAgent([other, full], wanted)).toBeUndefined();
    expect(pickAgent([other, full], { ...wanted, isForTeam: false })?.id).toBe('other');
    expect(pickAgent([other], wanted)?.id).toBe('other');
    expect(pickAgent([other, member({ presence: 'away' })], wanted)?.id).toBe('other');
    expect(pickAgent([other, member({ capacity: 0 })], wanted)?.id).toBe('other');
    expect(pickAgent([other, member()], { ...wanted, exceptAgentId: 'member' })?.id).toBe('other');
  });

  it('takes whom it was taken from only once they have gone online again', () => {
    const exceptedAt = '2026-11-28T12:00:00.000Z';
    const wanted = { weight: 1, exceptAgentId: 'one', exceptedAt };
    const since = (onlineSince: number) => [agent('one', { onlineSince })];
    expect(pickAgent(since(Date.parse(exceptedAt) - 1), wanted)).toBeUndefined();
    expect(pickAgent(since(Date.parse(exceptedAt) + 1), wanted)?.id).toBe('one');
    expect(pickAgent(since(Date.parse(exceptedAt) + 1), { weight: 1, exceptAgentId: 'one' })).toBeUndefined();
  });

  it('prefers whoever looks after the company, also out of the team, but not whom it was taken from or who has no room', () => {
    const [owner, last, member] = [
      agent('owner', { load: 2 }),
      agent('last'),
      agent('member', { teams: ['one'] }),
    ];
    const all = [last, member, owner];
    const wanted = { weight: 1, ownerId: 'owner', lastAgentId: 'last' };
    expect(pickAgent(all, wanted)?.id).toBe('owner');
    expect(pickAgent(all, { ...wanted, teamId: 'one', isForTeam: true })?.id).toBe('owner');
    // Somebody gave it to the team.
    expect(pickAgent(all, { ...wanted, teamId: 'one', givenUpBy: 'last' })?.id).toBe('member');
    expect(pickAgent(all, { ...wanted, exceptAgentId: 'owner' })?.id).toBe('last');
    expect(pickAgent([last, member, agent('owner', { load: 3 })], wanted)?.id).toBe('last');
    expect(pickAgent([last, member, agent('owner', { presence: 'away' })], wanted)?.id).toBe('last');
  });

  it('prefers who speaks the language, else who has not said what they speak, and keeps nobody waiting for it', () => {
    const german = agent('german', { languages: ['DE'], load: 2 });
    const expert = agent('expert', { languages: ['de'], load: 2.5, specialties: ['billing'], capacity: 4 });
    const unsaid = agent('unsaid', { load: 1, specialties: ['billing'] });
    const french = agent('french', { languages: ['fr'] });
    const all = [german, expert, unsaid, french];
    const wanted = { weight: 1, language: 'de-AT' } as const;
    expect(pickAgent(all, wanted)?.id).toBe('expert');
    expect(pickAgent([german, unsaid, french], { ...wanted, specialty: 'billing' })?.id).toBe('german');
    expect(pickAgent(all, { ...wanted, specialty: 'billing' })?.id).toBe('expert');
    expect(pickAgent([french, unsaid], wanted)?.id).toBe('unsaid');
    expect(pickAgent([french], wanted)?.id).toBe('french');
    expect(pickAgent([{ ...german, load: 3 }, french], wanted)?.id).toBe('french');
    // Who helped them last did so in their words.
    expect(pickAgent(all, { ...wanted, lastAgentId: 'french' })?.id).toBe('french');
    expect(pickAgent(all, { weight: 1 })?.id).toBe('french');
  });

  it('finds somebody whenever somebody is free, whatever is spoken', () => {
    fc.assert(
      fc.property(candidates, weight, fc.constantFrom('de', 'pt-BR', 'ja'), (all, weighs, language) => {
        const picked = pickAgent(all, { weight: weighs, language });
        const able = free(all, weighs);
        expect(picked !== undefined).toBe(able.length > 0);
        const speakers = able.filter(({ languages }) =>
          languages.some((one) => language.startsWith(one.toLowerCase())),
        );
        if (speakers.length > 0) expect(speakers).toContain(picked);
      }),
    );
  });

  it('gives it back to who gave it away only where nobody else is', () => {
    const giver = agent('giver');
    const wanted = { weight: 1, teamId: 'gone', givenUpBy: 'giver', isForTeam: true } as const;
    expect(pickAgent([giver, agent('other', { load: 2 })], wanted)?.id).toBe('other');
    expect(pickAgent([giver], wanted)?.id).toBe('giver');
  });

  it('finds somebody whenever somebody is free and the team had its time', () => {
    fc.assert(
      fc.property(candidates, weight, fc.constantFrom('one', 'two', 'none'), (all, weighs, teamId) => {
        const picked = pickAgent(all, { weight: weighs, teamId, isForTeam: false });
        expect(picked !== undefined).toBe(free(all, weighs).length > 0);
        const members = free(all, weighs).filter(({ teams }) => teams.includes(teamId));
        if (members.length > 0) expect(members).toContain(picked);
      }),
    );
  });

  it('counts a mail for a quarter of a chat', () => {
    const busy = agent('a', { load: 2.75 });
    expect(pickAgent([busy], { weight: 1 })).toBeUndefined();
    expect(pickAgent([busy], { weight: 0.5 })).toBeUndefined();
    expect(pickAgent([busy], { weight: 0.25 })?.id).toBe('a');
  });

  it('gives one that weighs more than anybody takes to who has none', () => {
    expect(pickAgent([agent('busy', { load: 1 }), agent('idle')], { weight: 9 })?.id).toBe('idle');
  });

  it('gives nothing to somebody whose capacity is zero', () => {
    expect(pickAgent([agent('a', { capacity: 0 })], { weight: 0.25 })).toBeUndefined();
  });
});
