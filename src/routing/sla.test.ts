import {
  agent,
  ai,
  asks,
  termsOf,
  broke,
  claim,
  close,
  goesOn,
  handOver,
  id,
  iso,
  note,
  outcomes,
  packet,
  play,
  policy,
  dueOf,
  reopen,
  snooze,
  type Step,
  toBob,
  toQueue,
  urgent,
  wake,
} from '../../test/dev-env/sla-play';
import type { SlaPolicy } from '../protocol/sla';
import * as transitions from '../sessions/transitions';
import type { BusinessHours } from './hours';
import { policyFor } from './sla';

describe('the SLA around the clock', () => {
  const terms = termsOf();
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
    expect(dueOf(terms, ...steps)).toEqual(expected);
  });
});

describe('the SLA in business hours', () => {
  const hours = (over: Partial<SlaPolicy>) =>
    termsOf({ nextReply: undefined, resolution: undefined, inBusinessHours: true, ...over });
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
    expect(dueOf(hours({ firstReply: minutes }), ...waits(time))).toEqual([`first_reply ${due}`]);
  });

  it('count in the hours of the team that has the conversation now, where it has its own', () => {
    const team = { id: id(3), name: 'Weekend' };
    const weekend: BusinessHours = {
      timeZone: 'UTC',
      days: { sat: [['12:30', '13:00']], sun: [['12:00', '13:00']] },
    };
    const terms = { ...hours({ firstReply: 60 }), teamHours: new Map([[team.id, weekend]]) };
    const toTeam: Step = (state) => transitions.handingOver(state, packet, { team });
    const asked: Parameters<typeof play>[0] = ['2026-11-28T12:00:00', asks];
    const handed = '2026-11-28T12:00:00';
    expect(dueOf(terms, asked, [handed, toTeam])).toEqual(['first_reply 11-29 12:30']);
    expect(dueOf(terms, asked, [handed, handOver])).toEqual(['first_reply 11-30 09:00']);
    const elsewhere = { ...terms, teamHours: new Map([[id(4), weekend]]) };
    expect(dueOf(elsewhere, asked, [handed, toTeam])).toEqual(['first_reply 11-30 09:00']);
    const clockRound = {
      ...terms,
      policies: terms.policies.map((one) => ({ ...one, inBusinessHours: false })),
    };
    expect(dueOf(clockRound, asked, [handed, toTeam])).toEqual(['first_reply 11-28 13:00']);
  });

  it('count around the clock where the organization has no hours', () => {
    const { hours: _, ...terms } = hours({ firstReply: 60 });
    expect(dueOf(terms, ...waits('2026-11-28T12:00:00'))).toEqual(['first_reply 11-28 13:00']);
  });

  it('are never due where it never opens', () => {
    const never = { timeZone: 'UTC', days: {} };
    const terms = { ...hours({ firstReply: 60 }), hours: never };
    expect(dueOf(terms, ...waits('10:00'))).toEqual(['first_reply paused 60']);
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

  it('changes with the priority, and with it what is due', () => {
    const terms = {
      ...termsOf(),
      policies: [policy({ when: { priority: ['urgent'] }, firstReply: 5 }), policy()],
    };
    const steps: Parameters<typeof play> = [
      ['10:00', asks],
      ['10:00', handOver],
    ];
    expect(dueOf(terms, ...steps)[0]).toBe('first_reply 11-23 10:15');
    expect(dueOf(terms, ...steps, ['10:01', urgent])[0]).toBe('first_reply 11-23 10:05');
  });

  it('makes nothing due that would have been breached before the policy was made', () => {
    const terms = { ...termsOf(), since: iso('11:00') };
    expect(dueOf(terms, ['10:00', asks], ['10:00', handOver])).toEqual(['resolution 11-23 12:00']);
    expect(outcomes(terms, ['10:00', asks], ['10:00', handOver], ['10:20', claim], ['10:30', agent])).toEqual(
      [],
    );
  });
});
