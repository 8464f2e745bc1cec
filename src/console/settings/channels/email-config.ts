// The config of a mailbox as its form holds it: every field is text, and which of them count depends on how mail comes in.
import { randomSecret } from './config';

export const ways = ['google', 'microsoft', 'other', 'webhook', 'smtp'] as const;
/** Who has the mailbox, or how else its mail comes in. */
export type Way = (typeof ways)[number];

export interface Server {
  host: string;
  port: string;
  user: string;
  pass: string;
}

export interface EmailConfig {
  address: string;
  name: string;
  signature: string;
  plusAddressing: boolean;
  quotesOriginal: boolean;
  inboundSecret: string;
  authservId: string;
  smtp: Server;
  imap: Server & { mailbox: string };
  oauth: {
    provider: string;
    clientId: string;
    clientSecret: string;
    tenant: string;
    authorizeUrl: string;
    tokenUrl: string;
    scopes: string;
  };
}

type Stored = Record<string, unknown>;

const part = (stored: Stored, name: string): Stored =>
  typeof stored[name] === 'object' && stored[name] !== null ? (stored[name] as Stored) : {};
const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const serverOf = (stored: Stored, port: string): Server => ({
  host: word(stored['host']),
  port: word(stored['port']) || port,
  user: word(stored['user']),
  pass: word(stored['pass']),
});

export function fieldsOf(stored: Stored | undefined): EmailConfig {
  const config = stored ?? {};
  const oauth = part(config, 'oauth');
  const imap = part(config, 'imap');
  return {
    address: word(config['address']),
    name: word(config['name']),
    signature: word(config['signature']),
    plusAddressing: config['plusAddressing'] === true,
    quotesOriginal: config['quotesOriginal'] === true,
    inboundSecret: stored ? word(config['inboundSecret']) : randomSecret(),
    authservId: word(config['authservId']),
    smtp: serverOf(part(config, 'smtp'), '465'),
    imap: { ...serverOf(imap, '993'), mailbox: word(imap['mailbox']) },
    oauth: {
      provider: word(oauth['provider']),
      clientId: word(oauth['clientId']),
      clientSecret: word(oauth['clientSecret']),
      tenant: word(oauth['tenant']),
      authorizeUrl: word(oauth['authorizeUrl']),
      tokenUrl: word(oauth['tokenUrl']),
      scopes: word(oauth['scopes']),
    },
  };
}

/** What each provider calls its servers, and the name under which it writes who sent a mail. */
const known: Record<
  'google' | 'microsoft',
  { smtp: [string, string]; imap: [string, string]; authservId: string }
> = {
  google: {
    smtp: ['smtp.gmail.com', '465'],
    imap: ['imap.gmail.com', '993'],
    authservId: 'mx.google.com',
  },
  microsoft: {
    smtp: ['smtp.office365.com', '587'],
    imap: ['outlook.office365.com', '993'],
    authservId: 'microsoft',
  },
};

export const fetches = (way: Way): boolean => way === 'google' || way === 'microsoft' || way === 'other';

export function wayOf(stored: Stored): Way {
  const { host } = serverOf(part(stored, 'imap'), '');
  if (host === known.google.imap[0]) return 'google';
  if (host === known.microsoft.imap[0]) return 'microsoft';
  return host ? 'other' : 'webhook';
}

/** Fills in what a provider is known for. What another one was known for goes; what was written stays. */
export function chosen(way: Way, fields: EmailConfig): EmailConfig {
  const its = way === 'google' || way === 'microsoft' ? known[way] : undefined;
  const names = Object.values(known);
  const isKnown = (value: string) =>
    names.some(({ smtp, imap, authservId }) => [smtp[0], imap[0], authservId].includes(value));
  const server = <T extends Server>(now: T, [host, port]: [string, string]): T =>
    its || isKnown(now.host) ? { ...now, host, port } : now;
  const { oauth } = fields;
  return {
    ...fields,
    smtp: server(fields.smtp, its?.smtp ?? ['', '465']),
    imap: server(fields.imap, its?.imap ?? ['', '993']),
    authservId: its ? its.authservId : isKnown(fields.authservId) ? '' : fields.authservId,
    oauth: { ...oauth, provider: providerFor(way, oauth.provider) },
  };
}

/** Microsoft takes no passwords; only what is fetched needs consent. */
function providerFor(way: Way, before: string): string {
  if (way === 'microsoft') return way;
  if (!fetches(way) || before === '') return '';
  return way === 'google' ? way : 'custom';
}

const filled = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])),
  );

/** These speak TLS from the first byte; on others it begins once connected. */
const safePorts = new Set([465, 993]);

function written({ port, ...rest }: Server & { mailbox?: string }, address: string, stored: Stored): Stored {
  const number = Number(port);
  const kept = stored['port'] === number ? stored['secure'] : undefined;
  const secure = kept ?? (safePorts.has(number) || undefined);
  const { pass = '', ...words } = rest;
  return {
    ...filled(words),
    // A password may begin or end with a blank.
    ...(pass && { pass }),
    ...(!rest.user && address && { user: address }),
    port: number,
    ...(secure !== undefined && { secure }),
  };
}

/** As it is sent. Who signs in by consent has no password; a server without either is asked without signing in. */
export function configOf(fields: EmailConfig, way: Way, stored: Stored = {}): Stored {
  const {
    address,
    name,
    signature,
    plusAddressing,
    quotesOriginal,
    inboundSecret,
    authservId,
    smtp,
    imap,
    oauth,
  } = fields;
  const others = Object.entries(stored).filter(([key]) => !Object.hasOwn(fields, key));
  const consents = oauth.provider !== '';
  const account = address.trim();
  const signs = (server: Server) => consents || server.pass !== '' || server.user.trim() !== '';
  const server = <T extends Server>(one: T): T => (consents ? { ...one, pass: '' } : one);
  return {
    ...Object.fromEntries(others),
    ...filled({ address, name, authservId }),
    ...(signature.trim() && { signature: signature.trimEnd() }),
    ...(plusAddressing && { plusAddressing }),
    ...(quotesOriginal && { quotesOriginal }),
    inboundSecret,
    smtp: written(
      server(smtp),
      signs(smtp) ? (fetches(way) && imap.user.trim()) || account : '',
      part(stored, 'smtp'),
    ),
    ...(fetches(way) && { imap: written(server(imap), account, part(stored, 'imap')) }),
    ...(consents && { oauth: filled(oauth) }),
  };
}
