// A Postfix beside that Dovecot: it takes mail for the domain, lets people who sign in send, forwards what it is told to,
// and reports what it could not deliver.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../free-port';
import { mailUser } from './dovecot';
import { startProgram } from './program';

export interface Postfix {
  /** From other servers, and from people who sign in. */
  ports: { smtp: number; submission: number };
  /** Mail to this domain goes on to a server on `localhost`, by TLS whose certificate is checked, or not at all. */
  forward(domain: string, port: number): Promise<void>;
  /** What it said so far. */
  log(): string;
  stop(): Promise<void>;
}

interface Given {
  directory: string;
  certificate: string;
  key: string;
  domain: string;
  /** Addresses that have a mailbox; nobody else of their domains has. */
  users: readonly string[];
  mails: string;
  authSocket: string;
}

export async function startPostfix(given: Given): Promise<Postfix> {
  const home = join(given.directory, 'postfix');
  for (const part of ['etc', 'spool']) await mkdir(join(home, part), { recursive: true });
  const [smtp = 0, submission = 0] = await freePorts(2);
  const etc = join(home, 'etc');
  const routes = join(etc, 'routes');
  await writeFile(routes, '');
  await writeFile(join(etc, 'users'), given.users.map((user) => `${user} ${user}/\n`).join(''));
  await writeFile(join(etc, 'main.cf'), mainConfig({ ...given, home }));
  await writeFile(join(etc, 'master.cf'), masterConfig(smtp, submission));
  execFileSync('postfix', ['-c', etc, 'check'], { stdio: 'ignore' });
  const daemons = execFileSync('postconf', ['-h', 'daemon_directory']).toString().trim();
  const program = await startProgram(join(daemons, 'master'), ['-c', etc, '-d'], submission);
  return {
    ports: { smtp, submission },
    async forward(domain, port) {
      await writeFile(routes, `${domain} smtp:[localhost]:${port}\n`);
      execFileSync('postfix', ['-c', etc, 'reload'], { stdio: 'ignore' });
    },
    log: () => readFileSync(join(home, 'log'), 'utf8'),
    stop: program.stop,
  };
}

const mainConfig = ({
  home,
  domain,
  users,
  certificate,
  key,
  mails,
  authSocket,
}: Given & { home: string }) => `
compatibility_level = 3.6
queue_directory = ${home}/spool
data_directory = ${home}/data
maillog_file = ${home}/log
maillog_file_prefixes = ${home}
myhostname = mail.${domain}
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
smtp_dns_support_level = disabled
smtp_host_lookup = native
virtual_mailbox_domains = ${[...new Set(users.map((user) => user.split('@')[1]))].join(' ')}
recipient_delimiter = +
virtual_mailbox_base = ${mails}
virtual_mailbox_maps = texthash:${home}/etc/users
virtual_minimum_uid = 1
virtual_uid_maps = static:${mailUser}
virtual_gid_maps = static:${mailUser}
transport_maps = texthash:${home}/etc/routes
relay_domains = texthash:${home}/etc/routes
smtpd_relay_restrictions = permit_sasl_authenticated reject_unauth_destination
smtpd_tls_cert_file = ${certificate}
smtpd_tls_key_file = ${key}
smtp_tls_security_level = verify
smtp_tls_verify_cert_match = hostname
smtp_tls_CAfile = ${certificate}
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${authSocket}
smtpd_sasl_security_options = noanonymous
smtpd_tls_auth_only = yes
minimal_backoff_time = 1s
queue_run_delay = 1s
`;

/** What people send is taken whoever it goes to: that nobody is there is found later, and reported. */
const masterConfig = (smtp: number, submission: number): string => `
127.0.0.1:${smtp} inet n - n - - smtpd -o smtpd_tls_security_level=may
127.0.0.1:${submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o smtpd_reject_unlisted_recipient=no
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
