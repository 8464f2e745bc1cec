// A Dovecot of one domain: any user of it has a mailbox (Maildir).
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../free-port';
import { startProgram, type Program } from './program';

/** Whom mailboxes belong to on the disk: nobody who is known. */
export const mailUser = 65_533;

export interface Dovecot {
  /** STARTTLS, and TLS from the first byte. */
  ports: { imap: number; imaps: number };
  /** Where mailboxes lie, by address. */
  mails: string;
  /** For another server that asks who may sign in. */
  authSocket: string;
  /** Lays mails into a mailbox, as a server that delivers does, whether Dovecot runs or not. */
  deliver(user: string, mails: readonly string[]): Promise<void>;
  /** What lies in a mailbox, the oldest first, with the line ends of the wire. */
  mailsOf(user: string): Promise<string[]>;
  /** It forgets under which numbers mails lay: a server that was moved (UIDVALIDITY), and this one mail was not. */
  renumber(user: string, moved: { without: string }): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

interface Given {
  directory: string;
  certificate: string;
  key: string;
  account: { user: string; pass: string };
  introspectUrl: string;
}

export async function startDovecot(given: Given): Promise<Dovecot> {
  const home = join(given.directory, 'dovecot');
  const mails = join(home, 'mail');
  await mkdir(mails, { recursive: true });
  chownSync(mails, mailUser, mailUser);
  const [imap = 0, imaps = 0] = await freePorts(2);
  const authSocket = join(home, 'auth');
  await writeFile(join(home, 'passwd'), `${given.account.user}:{PLAIN}${given.account.pass}\n`);
  await writeFile(join(home, 'oauth2.conf'), oauthConfig(given.introspectUrl), { mode: 0o600 });
  await writeFile(join(home, 'dovecot.conf'), config({ ...given, home, mails, imap, imaps, authSocket }));
  const start = () => startProgram('dovecot', ['-F', '-c', join(home, 'dovecot.conf')], imaps);
  let program: Program | undefined = await start();
  let count = 0;
  return {
    ports: { imap, imaps },
    mails,
    authSocket,
    async deliver(user, given) {
      const box = join(mails, user);
      for (const part of ['', 'cur', 'new', 'tmp']) {
        await mkdir(join(box, part), { recursive: true });
        chownSync(join(box, part), mailUser, mailUser);
      }
      for (const mail of given) {
        const file = join(
          box,
          'new',
          `${Math.floor(Date.now() / 1_000)}.M${String(++count).padStart(6, '0')}P1.localhost`,
        );
        await writeFile(file, mail.replace(/\r\n/g, '\n'));
        chownSync(file, mailUser, mailUser);
      }
    },
    async mailsOf(user) {
      const found: Array<[name: string, text: string]> = [];
      for (const part of ['cur', 'new']) {
        const folder = join(mails, user, part);
        for (const name of await readdir(folder).catch(() => []))
          found.push([name, (await readFile(join(folder, name), 'utf8')).replace(/\r?\n/g, '\r\n')]);
      }
      return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
    },
    async renumber(user, { without }) {
      const box = join(mails, user);
      for (const name of await readdir(box)) if (name.startsWith('dovecot')) await rm(join(box, name));
      for (const part of ['cur', 'new'])
        for (const name of await readdir(join(box, part)))
          if ((await readFile(join(box, part, name), 'utf8')) === without) await rm(join(box, part, name));
    },
    async down() {
      await program?.stop();
      program = undefined;
    },
    async up() {
      program ??= await start();
    },
    stop: async () => program?.stop(),
  };
}

const oauthConfig = (introspectUrl: string): string => `
introspection_url = ${introspectUrl}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
`;

interface Places extends Given {
  home: string;
  mails: string;
  imap: number;
  imaps: number;
  authSocket: string;
}

const config = (given: Places): string => `
base_dir = ${given.home}/run
state_dir = ${given.home}/run
log_path = ${given.home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${given.certificate}
ssl_key = <${given.key}
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:${given.mails}/%u
namespace inbox {
  inbox = yes
}
passdb {
  driver = passwd-file
  args = ${given.home}/passwd
  mechanisms = plain login
}
passdb {
  driver = oauth2
  args = ${given.home}/oauth2.conf
  mechanisms = xoauth2
}
userdb {
  driver = static
  args = uid=${mailUser} gid=${mailUser} home=${given.mails}/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${given.imap}
  }
  inet_listener imaps {
    port = ${given.imaps}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service auth {
  unix_listener ${given.authSocket} {
    mode = 0666
  }
}
`;
