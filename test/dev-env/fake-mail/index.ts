// A mail provider in a process: what tests and `npm run dev` send to, over real protocols.
import { startFakeImap, type FakeImap } from './imap';
import { startFakeOauth, type FakeOauth } from './oauth';
import { startFakeSmtp, type FakeSmtp } from './smtp';

export type { ReceivedMail, SmtpBehaviour } from './smtp';

export interface FakeMail {
  /** Password by user; one is there from the start. */
  passwords: Map<string, string>;
  smtp: FakeSmtp;
  imap: FakeImap;
  oauth: FakeOauth;
  stop(): Promise<void>;
}

/** The account that is there from the start. */
export const fakeAccount = { user: 'support@shop.test', pass: 'the-mail-password' };

export async function startFakeMail(): Promise<FakeMail> {
  const passwords = new Map([[fakeAccount.user, fakeAccount.pass]]);
  const oauth = await startFakeOauth(fakeAccount.user);
  const accounts = { passwords, ownerOf: oauth.ownerOf };
  const smtp = await startFakeSmtp(accounts);
  const imap = await startFakeImap(accounts);
  return {
    passwords,
    smtp,
    imap,
    oauth,
    async stop() {
      await Promise.all([smtp.stop(), imap.stop(), oauth.stop()]);
    },
  };
}
