import { addressesIn, letterOf, mailOf, threadOf } from './letter';

const thread = threadOf({
  subject: 'Refund',
  metadata: {
    mail: {
      subject: 'Refund',
      last: { messageId: 'm1@example.com', replyTo: 'ada@example.com', others: ['bob@example.com'] },
    },
  },
});

describe('a reply by e-mail', () => {
  it('begins as the thread goes on', () => {
    expect(thread).toEqual({
      to: 'ada@example.com',
      subject: 'Re: Refund',
      others: ['bob@example.com'],
      of: 'm1@example.com',
    });
    expect(letterOf(thread)).toEqual({ subject: 'Re: Refund', cc: 'bob@example.com' });
    expect(threadOf({ subject: 'AW: Refund', metadata: {} })).toEqual({
      to: undefined,
      subject: 'AW: Refund',
      others: [],
      of: '',
    });
  });

  it('says who gets a copy whenever somebody did, and the subject when it is another one', () => {
    expect(mailOf(thread, letterOf(thread))).toEqual({ cc: ['bob@example.com'] });
    expect(mailOf(thread, { subject: 'Re: Refund', cc: '' })).toEqual({ cc: [] });
    expect(mailOf(thread, { subject: ' Your order ', cc: 'Eve <EVE@example.com>; ada@example.com' })).toEqual(
      {
        subject: 'Your order',
        cc: ['eve@example.com'],
      },
    );
    const alone = { ...thread, others: [] };
    expect(mailOf(alone, letterOf(alone))).toBeUndefined();
    expect(mailOf(alone, { subject: '', cc: '' })).toBeUndefined();
  });

  it('knows addresses from what is none', () => {
    expect(addressesIn('a@b.example, a@b.example\n"X, Y" <c@d.example>;')).toEqual({
      found: ['a@b.example', 'c@d.example'],
      wrong: ['"X'],
    });
    expect(addressesIn('bob, bob@, @x.example, a b@c.example, x@y').wrong).toHaveLength(5);
  });
});
