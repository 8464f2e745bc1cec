// Dovecot and Postfix as a company runs them, on free ports, in a directory that is thrown away: IMAP with TLS, sign-in by
// password or by the fake provider's tokens, submission with STARTTLS, mailboxes of one domain.
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeOauth, type FakeOauth } from '../fake-mail/oauth';
import { startDovecot, type Dovecot } from './dovecot';
import { startPostfix, type Postfix } from './postfix';

export interface RealMail {
  /** Of a password, and of the provider's consent. */
  account: { user: string; pass: string };
  dovecot: Dovecot;
  postfix: Postfix;
  oauth: FakeOauth;
  /** PEM file of the certificate that signs itself: who trusts it reaches `localhost` by TLS. */
  certificate: string;
  /** Its key, for another server under the same name. */
  key: string;
  stop(): Promise<void>;
}

/** Where the two programs cannot be had the reason is here: tests are skipped, and say so. */
export const whyNoRealMail: string | undefined =
  process.getuid?.() !== 0
    ? 'Postfix starts as root only'
    : ['dovecot', 'postfix', 'openssl'].flatMap((name) =>
        spawnSync(name, [name === 'dovecot' ? '--version' : 'version'], { stdio: 'ignore' }).error
          ? [`there is no ${name} here`]
          : [],
      )[0];

/** @param customer has a mailbox, too, of another domain */
export async function startRealMail(domain: string, customer = 'ada@customers.test'): Promise<RealMail> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-mail-'));
  // Users of their own walk through it.
  await chmod(directory, 0o711);
  const account = { user: `support@${domain}`, pass: 'the-mail-password' };
  const [certificate, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  makeCertificate(certificate, key);
  const oauth = await startFakeOauth(account.user);
  const place = { directory, certificate, key, domain, users: [account.user, customer] };
  const dovecot = await startDovecot({ ...place, account, introspectUrl: oauth.introspectUrl });
  const postfix = await startPostfix({ ...place, ...dovecot });
  return {
    account,
    dovecot,
    postfix,
    oauth,
    certificate,
    key,
    async stop() {
      await Promise.all([dovecot.stop(), postfix.stop(), oauth.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function makeCertificate(certificate: string, key: string): void {
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const made = spawnSync('openssl', [...request.split(' '), ...names, '-out', certificate, '-keyout', key]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
}
