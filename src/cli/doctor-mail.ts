// A channel of e-mail: whether its servers let us in, and whether others can believe what it sends.
import { connectMailbox, troubleOf } from '../channels/email/imap/connect';
import type { EmailSettings } from '../channels/email/settings';
import { withServer } from '../channels/email/smtp';
import type { ResolveSafeHost } from '../tools/safe-address';
import { causeOf, type Finding } from './doctor-finding';

export interface Dns {
  resolveTxt(name: string): Promise<string[][]>;
}

interface MailDeps {
  name: string;
  resolve: ResolveSafeHost;
  dns: Dns;
}

const silenceMs = 15_000;
/** Where the usual providers publish their keys; there is no list of a domain's selectors. */
const selectors = [
  'google',
  'selector1',
  'selector2',
  'default',
  'dkim',
  'mail',
  'k1',
  's1',
  'fm1',
  'mxvault',
];

export async function lookAtMail(settings: EmailSettings, deps: MailDeps): Promise<Finding[]> {
  const signIns = settings.oauth
    ? []
    : [await lookAtSmtp(settings, deps), ...(settings.imap ? [await lookAtImap(settings.imap, deps)] : [])];
  const domain = settings.address.split('@').at(-1)!;
  const records = await lookAtDomain(domain, deps).catch((error: unknown): Finding[] => [
    {
      state: 'look',
      what: `DNS says nothing of ${domain}: ${causeOf(error)}`,
      todo: 'Look whether this machine may ask a name server, and run this again.',
    },
  ]);
  return [...signIns, ...records];
}

async function lookAtSmtp(settings: EmailSettings, { name, resolve }: MailDeps): Promise<Finding> {
  const { user, pass, host } = settings.smtp;
  const signIn = () => Promise.resolve(user !== undefined && pass !== undefined ? { user, pass } : undefined);
  try {
    await withServer({ resolve, signIn }, { settings }, () => Promise.resolve());
    return { state: 'ok', what: `${name} may send by ${host}.` };
  } catch (error) {
    return {
      state: 'wrong',
      what: `${name} cannot send by ${host}: ${causeOf(error)}`,
      todo: 'Mend server, port, user or password in Settings, Channels.',
    };
  }
}

async function lookAtImap(
  settings: NonNullable<EmailSettings['imap']>,
  { name, resolve }: MailDeps,
): Promise<Finding> {
  try {
    const client = await connectMailbox({ settings, resolveHost: resolve, silenceMs });
    await client.logout();
    return { state: 'ok', what: `${name} may read the mailbox on ${settings.host}.` };
  } catch (error) {
    return {
      state: 'wrong',
      what: `${name} cannot read its mailbox: ${troubleOf(error, settings).error}`,
      todo: 'Mend server, port, user or password in Settings, Channels.',
    };
  }
}

/** There is none; every other fault says nothing of the domain. */
const noRecord = ['ENOTFOUND', 'ENODATA'];

/** Without these the mails of a domain are taken for forged ones. */
async function lookAtDomain(domain: string, { dns }: MailDeps): Promise<Finding[]> {
  const texts = async (name: string): Promise<string[]> => {
    try {
      return (await dns.resolveTxt(name)).map((parts) => parts.join(''));
    } catch (error) {
      if (noRecord.includes(String((error as NodeJS.ErrnoException).code))) return [];
      throw error;
    }
  };
  const spf = (await texts(domain)).filter((text) => /^v=spf1\b/i.test(text));
  const dmarc = (await texts(`_dmarc.${domain}`)).find((text) => /^v=DMARC1\b/i.test(text));
  const keys = await Promise.all(selectors.map((selector) => texts(`${selector}._domainkey.${domain}`)));
  return [
    spf.length === 1
      ? { state: 'ok', what: `${domain} says who may send its mails (SPF).` }
      : {
          state: 'wrong',
          what: `${domain} has ${spf.length === 0 ? 'no' : 'more than one'} SPF record.`,
          todo: 'Publish one TXT record v=spf1 with the server that sends, as its provider says it.',
        },
    keys.flat().length > 0
      ? { state: 'ok', what: `${domain} publishes a key for signatures (DKIM).` }
      : {
          state: 'look',
          what: `No key for signatures (DKIM) of ${domain} was found under the usual names.`,
          todo: 'Turn DKIM on at the provider that sends; under another name it cannot be found from here.',
        },
    dmarc !== undefined
      ? { state: 'ok', what: `${domain} says what to do with forged mails (DMARC).` }
      : {
          state: 'look',
          what: `${domain} says nothing of forged mails (DMARC).`,
          todo: `Publish a TXT record _dmarc.${domain}, v=DMARC1; p=none at first.`,
        },
  ];
}
