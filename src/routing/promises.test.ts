import type { Message } from '../protocol/model/message';
import type { SlaPolicy } from '../protocol/sla';
import { fold } from '../sessions/fold';
import { emptySession, type SessionState } from '../sessions/session';
import * as transitions from '../sessions/transitions';
import type { BusinessHours } from './hours';
import { brokenBy, policyFor, withPromises, type SlaBook } from './promises';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const ada = { id: id(8), name: 'Ada' };
const bob = { id: id(9), name: 'Bob' };
const office: BusinessHours = {
  timeZone: 'Europe/Berlin',
  days: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
  holidays: [{ date: '2026-12-25', name: 'Christmas', everyYear: true }],
};
const policy = (over: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id: id(7),
  name: 'Everybody',
  when: {},
  firstReply: 15,
  nextReply: 30,
  resolution: 120,
  inBusinessHours: false,
  warnPercent: 80,
  ...over,
});
const bookOf = (over: Partial<SlaPolicy> = {}, hours = office): SlaBook => ({
  policies: [policy(over)],
  hours,
  since: '2026-01-01T00:00:00.000Z',
});

type Step = (state: SessionState) => ReturnType<typeof transitions.closing>;
const packet = {
  trigger: 'requested' as const,
  ...{ reason: '', summary: '', stepsTried: [], facts: {}, sentiment: 'neutral' as const },
  ...{ language: 'de', sources: [] },
};
const ids = { organizationId: id(2), customerId: id(3), channelId: id(4) };
const asks: Step = (state) =>
  transitions.receiving(state, { ...ids, channelType: 'web', content: { text: '?' } });
const says =
  (by: { kind: 'ai' | 'agent'; id?: string }, more: object = {}): Step =>
  (state) =>
    transitions.replying(state, { ...ids, sessionId: state.id, by, content: { text: '!' }, ...more });
const ai = says({ kind: 'ai' });
const agent = (state: SessionState) => says({ kind: 'agent', id: state.agentId! })(state);
const note = says({ kind: 'agent', ...ada }, { type: 'note' });
const handOver: Step = (state) => transitions.handingOver(state, packet);
const claim: Step = (state) => transitions.claiming(state, ada);
const toBob: Step = (state) =>
  transitions.transferring(state, { by: { kind: 'agent', ...ada }, to: { agent: bob } });
const toQueue: Step = (state) =>
  transitions.transferring(state, { by: { kind: 'agent', ...ada }, to: { queue: true } });
const snooze: Step = (state) => transitions.snoozing(state, ada, '2027-01-01T00:00:00.000Z');
const wake: Step = (state) => transitions.unsnoozing(state, { kind: 'system' }, undefined);
const close: Step = (state) => transitions.closing(state, { kind: 'agent', ...ada });
const reopen: Step = (state) => transitions.reopening(state, ada);
const goesOn: Step = (state) => transitions.rejoining(state);
const urgent: Step = (state) => transitions.prioritizing(state, 'urgent', { kind: 'agent', ...ada });
const broke =
  (target: string, since: string): Step =>
  (state) =>
    transitions.breaking(state, {
      ...{ target: target as 'first_reply', since, dueAt: since },
      ...{ policyId: id(7), policyName: 'Everybody' },
    });

/** Days of 2026-11: 23 is a Monday. */
const at = (time: string) => (time.includes('T') ? `${time}Z` : `2026-11-23T${time}:00Z`);
const iso = (time: string) => new Date(at(time)).toISOString();

/** Plays steps at times into the state that the log folds to. */
function play(...steps: Array<[time: string, step: Step]>): SessionState {
  const log: Message[] = [];
  const { organizationId, customerId, channelId } = ids;
  const ref = { id: id(1), organizationId, customerId, channelId };
  const start = emptySession({ ...ref, channelType: 'web', startedAt: iso(steps[0]![0]) });
  let state = start;
  for (const [time, step] of steps) {
    const draft = step(state);
    if (!draft) throw new Error('nothing to do');
    log.push({ ...draft, timestamp: iso(time), sessionId: state.id, seq: state.headSeq + 1 });
    state = fold(state, log.slice(-1));
  }
  expect(fold(start, log)).toEqual(state);
  // The row holds JSON.
  return JSON.parse(JSON.stringify(state)) as SessionState;
}

/** What is promised: target, until when, and whether it is paused or broken. */
function promised(book: SlaBook, ...steps: Parameters<typeof play>) {
  const { sla } = withPromises(play(...steps), book);
  return (sla?.promises ?? []).map(
    ({ target, dueAt, minutesLeft, breached }) =>
      `${target} ${dueAt?.slice(5, 16).replace('T', ' ') ?? `paused ${String(minutesLeft)}`}${breached ? ' broken' : ''}`,
  );
}
const outcomes = (book: SlaBook, ...steps: Parameters<typeof play>) =>
  (withPromises(play(...steps), book).promised?.outcomes ?? []).map(
    ({ target, at: when, kept }) => `${target} ${kept ? 'kept' : 'missed'} ${when.slice(11, 16)}`,
  );

describe('promises around the clock', () => {
  const book = bookOf();
  const cases: Array<[string, Parameters<typeof play>, string[]]> = [
    ['none while the AI has it', [['10:00', asks]], []],
    [
      'the first reply from when the customer asked, once it is handed over',
      [
        ['10:00', asks],
        ['10:01', handOver],
      ],
      ['first_reply 11-23 10:15', 'resolution 11-23 12:00'],
    ],
    [
      'the first reply from the handover where the AI had answered',
      [
        ['10:00', asks],
        ['10:01', ai],
        ['10:05', handOver],
      ],
      ['first_reply 11-23 10:20', 'resolution 11-23 12:05'],
    ],
    [
      'no reply where an agent takes what nobody waits in',
      [
        ['10:00', asks],
        ['10:01', ai],
        ['10:05', claim],
      ],
      ['resolution paused 120'],
    ],
    [
      'a note is no reply',
      [
        ['10:00', asks],
        ['10:01', handOver],
        ['10:02', claim],
        ['10:03', note],
      ],
      ['first_reply 11-23 10:15', 'resolution 11-23 12:00'],
    ],
    [
      'the resolution stands still while the customer is waited for',
      [
        ['10:00', asks],
        ['10:01', handOver],
        ['10:02', claim],
        ['10:10', agent],
      ],
      ['resolution paused 110'],
    ],
    [
      'the next reply from the customer’s next word, and the resolution goes on',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', claim],
        ['10:10', agent],
        ['11:00', asks],
        ['11:05', asks],
      ],
      ['next_reply 11-23 11:30', 'resolution 11-23 12:50'],
    ],
    [
      'a transfer, and the way back into the queue, change nothing of it',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', claim],
        ['10:05', toBob],
        ['10:06', toQueue],
      ],
      ['first_reply 11-23 10:15', 'resolution 11-23 12:00'],
    ],
    [
      'what is put away stands still',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', claim],
        ['10:05', snooze],
      ],
      ['first_reply paused 10', 'resolution paused 115'],
    ],
    [
      'and goes on when it is back',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:05', snooze],
        ['11:05', wake],
      ],
      ['first_reply 11-23 11:15', 'resolution 11-23 13:00'],
    ],
    [
      'at once when the customer writes',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', claim],
        ['10:10', agent],
        ['10:20', snooze],
        ['11:00', asks],
      ],
      ['next_reply 11-23 11:30', 'resolution 11-23 12:50'],
    ],
    [
      'nothing of what is closed',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', close],
      ],
      [],
    ],
    [
      'a new resolution of what is opened again',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', claim],
        ['10:03', agent],
        ['11:00', close],
        ['12:00', reopen],
      ],
      ['resolution paused 120'],
    ],
    [
      'nothing where the customer opens it again, and the AI has it',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:02', claim],
        ['10:03', agent],
        ['11:00', close],
        ['12:00', goesOn],
        ['12:00', asks],
      ],
      [],
    ],
    [
      'what the log calls broken is broken',
      [
        ['10:00', asks],
        ['10:00', handOver],
        ['10:16', broke('first_reply', iso('10:00'))],
      ],
      ['first_reply 11-23 10:15 broken', 'resolution 11-23 12:00'],
    ],
  ];
  it.each(cases)('%s', (_, steps, expected) => {
    expect(promised(book, ...steps)).toEqual(expected);
  });
});

describe('promises in business hours', () => {
  const hours = (over: Partial<SlaPolicy>) =>
    bookOf({ nextReply: undefined, resolution: undefined, inBusinessHours: true, ...over });
  const waits = (time: string): Parameters<typeof play> => [
    [time, asks],
    [time, handOver],
  ];
  it.each([
    ['over the night', '2026-11-23T15:50:00', 15, '11-24 08:05'],
    ['over the weekend', '2026-11-27T15:30:00', 60, '11-30 08:30'],
    ['from the opening on what came before it', '2026-11-28T12:00:00', 15, '11-30 08:15'],
    ['over a holiday and the weekend after it', '2026-12-24T15:00:00', 90, '12-28 08:30'],
    ['over the change to winter time', '2026-10-23T14:30:00', 60, '10-26 08:30'],
    ['over the change to summer time', '2026-03-27T15:30:00', 60, '03-30 07:30'],
  ])('%s', (_, time, minutes, due) => {
    expect(promised(hours({ firstReply: minutes }), ...waits(time))).toEqual([`first_reply ${due}`]);
  });

  it('count in the hours of the team that has the conversation now, where it has its own', () => {
    const team = { id: id(3), name: 'Weekend' };
    const weekend: BusinessHours = {
      timeZone: 'UTC',
      days: { sat: [['12:30', '13:00']], sun: [['12:00', '13:00']] },
    };
    const book = { ...hours({ firstReply: 60 }), teamHours: new Map([[team.id, weekend]]) };
    const toTeam: Step = (state) => transitions.handingOver(state, packet, { team });
    const asked: Parameters<typeof play>[0] = ['2026-11-28T12:00:00', asks];
    const handed = '2026-11-28T12:00:00';
    expect(promised(book, asked, [handed, toTeam])).toEqual(['first_reply 11-29 12:30']);
    expect(promised(book, asked, [handed, handOver])).toEqual(['first_reply 11-30 09:00']);
    const elsewhere = { ...book, teamHours: new Map([[id(4), weekend]]) };
    expect(promised(elsewhere, asked, [handed, toTeam])).toEqual(['first_reply 11-30 09:00']);
    const clockRound = {
      ...book,
      policies: book.policies.map((one) => ({ ...one, inBusinessHours: false })),
    };
    expect(promised(clockRound, asked, [handed, toTeam])).toEqual(['first_reply 11-28 13:00']);
  });

  it('count around the clock where the organization has no hours', () => {
    const { hours: _, ...book } = hours({ firstReply: 60 });
    expect(promised(book, ...waits('2026-11-28T12:00:00'))).toEqual(['first_reply 11-28 13:00']);
  });

  it('are never due where it never opens', () => {
    const never = { timeZone: 'UTC', days: {} };
    const book = { ...hours({ firstReply: 60 }), hours: never };
    expect(promised(book, ...waits('10:00'))).toEqual(['first_reply paused 60']);
  });
});

describe('the policy that applies', () => {
  const of = (when: SlaPolicy['when'], n: number) => policy({ id: id(n), when });
  const session = play(['10:00', asks], ['10:00', handOver]);
  it('is the first whose conditions it meets, whatever the case of a label and the region of a language', () => {
    const all = [of({ priority: ['urgent'] }, 1), of({ language: ['de-AT'] }, 2), of({}, 3)];
    expect(policyFor(all, session)?.id).toBe(id(2));
    expect(policyFor(all, { ...session, priority: 'urgent' })?.id).toBe(id(1));
    expect(policyFor([of({ label: ['VIP'] }, 1), of({}, 3)], { ...session, labels: ['vip'] })?.id).toBe(
      id(1),
    );
    expect(policyFor([of({ teamId: [id(5)] }, 1)], session)).toBeUndefined();
    expect(
      policyFor([of({ channelType: ['web'], teamId: [id(5)] }, 1)], { ...session, teamId: id(5) })?.id,
    ).toBe(id(1));
  });

  it('changes with the priority, and with it what is promised', () => {
    const book = {
      ...bookOf(),
      policies: [policy({ when: { priority: ['urgent'] }, firstReply: 5 }), policy()],
    };
    const steps: Parameters<typeof play> = [
      ['10:00', asks],
      ['10:00', handOver],
    ];
    expect(promised(book, ...steps)[0]).toBe('first_reply 11-23 10:15');
    expect(promised(book, ...steps, ['10:01', urgent])[0]).toBe('first_reply 11-23 10:05');
  });

  it('promises nothing that would have been broken before it was made', () => {
    const book = { ...bookOf(), since: iso('11:00') };
    expect(promised(book, ['10:00', asks], ['10:00', handOver])).toEqual(['resolution 11-23 12:00']);
    expect(outcomes(book, ['10:00', asks], ['10:00', handOver], ['10:20', claim], ['10:30', agent])).toEqual(
      [],
    );
  });
});

describe('what broke', () => {
  const book = bookOf();
  const waits: Parameters<typeof play> = [
    ['10:00', asks],
    ['10:00', handOver],
  ];
  const broken = (time: string, ...steps: Parameters<typeof play>) =>
    brokenBy(play(...steps), book, Date.parse(at(time))).map(({ target, endedAt }) => [target, endedAt]);

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
    expect(withPromises(play(...late), book).promised).toMatchObject({ breaksAt: iso('10:15') });
  });

  it('is said once', () => {
    const state = play(...waits, ['10:16', broke('first_reply', iso('10:00'))]);
    expect(broke('first_reply', iso('10:00'))(state)).toBeNull();
    expect(broke('next_reply', iso('10:00'))(state)).toBeNull();
  });

  it('counts as missed, and what came in time as kept; closed without an answer is neither', () => {
    const answered: Parameters<typeof play> = [...waits, ['10:01', claim], ['10:15', agent]];
    expect(outcomes(book, ...answered)).toEqual(['first_reply kept 10:15']);
    expect(outcomes(book, ...waits, ['10:01', claim], ['10:16', agent])).toEqual([
      'first_reply missed 10:15',
    ]);
    expect(outcomes(book, ...waits, ['10:16', broke('first_reply', iso('10:00'))])).toEqual([
      'first_reply missed 10:15',
    ]);
    expect(outcomes(book, ...waits, ['10:05', close])).toEqual(['resolution kept 10:05']);
    expect(outcomes(book, ...waits, ['12:01', close])).toEqual([
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
  const book = bookOf();
  const heldBy = (...steps: Parameters<typeof play>) =>
    (withPromises(play(...steps), book).promised?.outcomes ?? []).map(
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
    expect(withPromises(before, book).promised?.outcomes).toMatchObject([{ agentId: ada.id }]);
  });
});
