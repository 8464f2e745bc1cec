import { policySentence } from './policy-words';

const none = { firstReply: undefined, nextReply: undefined, resolution: undefined, inBusinessHours: false };

test('A policy says for what it is, what it promises, and when that counts', () => {
  const teams = [{ id: 't', name: 'Orders' }];
  expect(
    policySentence(
      {
        ...none,
        when: { priority: ['urgent'], channelType: ['whatsapp'] },
        firstReply: 15,
        inBusinessHours: true,
      },
      teams,
    ),
  ).toBe('Urgent on WhatsApp: first reply within 15 min, in business hours.');
  expect(policySentence({ ...none, when: {}, nextReply: 60, resolution: 2_880 }, teams)).toBe(
    'Every conversation: next replies within 1 h, resolution within 2 d, around the clock.',
  );
  expect(policySentence({ ...none, when: { label: ['vip', 'gold'], teamId: ['t', 'x'] } }, teams)).toBe(
    'Labelled vip or gold of Orders or a team that is gone: nothing is promised yet, around the clock.',
  );
});
