// Whom answers go to, and who takes part, by what the mails of a thread say and by who vouches for them.
import type { MailHead } from '../protocol/model/mail';
import type { Message } from '../protocol/model/message';
import { mailThreadOf, withMail, type MailThread } from './mail-thread';

const [ada, bob, eve] = ['ada@mail.test', 'bob@mail.test', 'eve@mail.test'];
const of = (address: string) => ({ address });

/** What is known after these mails. */
function after(...mails: MailHead[]): MailThread {
  let metadata: Record<string, unknown> = {};
  for (const [n, mail] of mails.entries())
    metadata = withMail(metadata, {
      sender: 'customer',
      content: { text: 'words', mail },
      metadata: { channelMessageId: `<${n}>` },
    } as Message);
  return mailThreadOf(metadata)!;
}

it('answers go where a mail wants them, with copies to all who had it, where its sender is vouched for', () => {
  const mail = { from: of(ada), cc: [of(bob)], replyTo: eve, verdict: 'pass' as const };
  expect(after(mail)).toMatchObject({ participants: [ada, bob, eve], last: { replyTo: eve, others: [bob] } });
});

it('whoever forges an address leads no answer, no copy and no place in the thread to another', () => {
  const forged = { from: of(ada), to: [of(eve)], cc: [of(eve)], replyTo: eve, verdict: 'fail' as const };
  for (const thread of [
    after({ from: of(ada), verdict: 'fail' }, forged),
    after({ from: of(ada), cc: [of(bob)], verdict: 'pass' }, forged),
  ]) {
    expect(thread.participants).not.toContain(eve);
    expect(thread.last).toMatchObject({ replyTo: ada, others: [] });
  }
});

it('where nobody checks, a later mail leads the answers of its thread to nobody who took no part before', () => {
  const first = { from: of(ada), cc: [of(bob)], verdict: 'unknown' as const };
  expect(after(first, { ...first, replyTo: eve }).last).toMatchObject({ replyTo: ada });
  expect(after(first, { ...first, replyTo: bob }).last).toMatchObject({ replyTo: bob });
  expect(after({ ...first, replyTo: eve }).last).toMatchObject({ replyTo: eve });
});
