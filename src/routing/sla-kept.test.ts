import {
  ada,
  agent,
  asks,
  at,
  bob,
  termsOf,
  broke,
  claim,
  close,
  handOver,
  iso,
  outcomes,
  play,
  toBob,
  urgent,
} from '../../test/dev-env/sla-play';
import { brokenBy, withSla } from './sla';

describe('what broke', () => {
  const terms = termsOf();
  const waits: Parameters<typeof play> = [
    ['10:00', asks],
    ['10:00', handOver],
  ];
  const broken = (time: string, ...steps: Parameters<typeof play>) =>
    brokenBy(play(...steps), terms, Date.parse(at(time))).map(({ target, endedAt }) => [target, endedAt]);

  it('is found from its moment on, until the log says so', () => {
    expect(broken('10:14', ...waits)).toEqual([]);
    expect(broken('10:15', ...waits)).toEqual([['first_reply', undefined]]);
    const told = [...waits, ['10:16', broke('first_reply', iso('10:00'))]] as typeof waits;
    expect(broken('11:00', ...told)).toEqual([]);
    expect(broken('12:00', ...told)).toEqual([['resolution', undefined]]);
  });

  it('is found also when the reply came, too late, before anybody looked', () => {
    const late: Parameters<typeof play> = [...waits, ['10:15', claim], ['10:16', agent]];
    expect(broken('10:20', ...late)).toEqual([['first_reply', iso('10:16')]]);
    expect(withSla(play(...late), terms).slaStanding).toMatchObject({ breaksAt: iso('10:15') });
  });

  it('is said once', () => {
    const state = play(...waits, ['10:16', broke('first_reply', iso('10:00'))]);
    expect(broke('first_reply', iso('10:00'))(state)).toBeNull();
    expect(broke('next_reply', iso('10:00'))(state)).toBeNull();
  });

  it('counts as missed, and what came in time as kept; closed without an answer is neither', () => {
    const answered: Parameters<typeof play> = [...waits, ['10:01', claim], ['10:15', agent]];
    expect(outcomes(terms, ...answered)).toEqual(['first_reply kept 10:15']);
    expect(outcomes(terms, ...waits, ['10:01', claim], ['10:16', agent])).toEqual([
      'first_reply missed 10:15',
    ]);
    expect(outcomes(terms, ...waits, ['10:16', broke('first_reply', iso('10:00'))])).toEqual([
      'first_reply missed 10:15',
    ]);
    expect(outcomes(terms, ...waits, ['10:05', close])).toEqual(['resolution kept 10:05']);
    expect(outcomes(terms, ...waits, ['12:01', close])).toEqual([
      'first_reply missed 10:15',
      'resolution missed 12:00',
    ]);
  });
});

test('Of very many pauses the shortest count as none, and only the last clocks that ended are kept', () => {
  const steps: Parameters<typeof play> = [
    ['2026-11-23T10:00:00', asks],
    ['2026-11-23T10:00:00', claim],
  ];
  let minute = Date.parse('2026-11-23T10:01:00Z');
  const next = () => new Date((minute += 60_000)).toISOString().slice(0, 19);
  for (let n = 0; n < 60; n += 1) steps.push([next(), agent], [next(), asks]);
  const clocks = play(...steps).clocks!;
  expect(clocks).toHaveLength(7);
  expect(clocks.find(({ target }) => target === 'resolution')!.ran).toHaveLength(50);
});

describe('an outcome is of who held the conversation then', () => {
  const terms = termsOf();
  const heldBy = (...steps: Parameters<typeof play>) =>
    (withSla(play(...steps), terms).slaStanding?.outcomes ?? []).map(
      ({ target, kept, agentId, priority }) =>
        `${target} ${kept ? 'kept' : 'missed'} ${agentId === ada.id ? 'Ada' : agentId === bob.id ? 'Bob' : 'nobody'} ${priority}`,
    );
  const asked: Parameters<typeof play> = [
    ['10:00', asks],
    ['10:00', handOver],
  ];

  it('when it was due, and broke: whoever gets it next has not broken it, and answers for what comes next', () => {
    const late = broke('first_reply', iso('10:00'));
    const twice: Parameters<typeof play> = [
      ...asked,
      ['10:05', claim],
      ['10:16', toBob],
      ['10:17', urgent],
      ['10:18', late],
      ['10:20', agent],
      ['10:30', asks],
      ['10:40', agent],
    ];
    expect(heldBy(...twice)).toEqual(['first_reply missed Ada normal', 'next_reply kept Bob urgent']);
  });

  it('when it was kept; what nobody had taken is of nobody', () => {
    expect(heldBy(...asked, ['10:05', claim], ['10:06', agent], ['10:10', toBob])).toEqual([
      'first_reply kept Ada normal',
    ]);
    expect(heldBy(...asked, ['10:20', claim], ['10:30', agent])).toEqual([
      'first_reply missed nobody normal',
    ]);
  });

  it('of a clock from before that was kept, who holds it now', () => {
    const { clocks, ...state } = play(...asked, ['10:05', claim], ['10:06', agent]);
    const before = { ...state, clocks: clocks!.map(({ held: _, ...one }) => one) };
    expect(withSla(before, terms).slaStanding?.outcomes).toMatchObject([{ agentId: ada.id }]);
  });
});
