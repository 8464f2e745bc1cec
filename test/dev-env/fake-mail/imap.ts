// A mailbox over real IMAP4rev1: as much of it as a reader of mail needs. It dies, moves and falls silent on demand.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { isPassword, isToken, type Accounts } from './accounts';
import { fetched, isInSet, type StoredMail } from './imap-fetch';

export interface FakeImap {
  host: string;
  port: number;
  /** Puts a mail into INBOX and tells those who idle. Its UID. */
  deliver(raw: string | Buffer, options?: { at?: Date }): number;
  /** What lies there; flags are what a reader set. */
  mails(): readonly StoredMail[];
  /** The mailbox has another UIDVALIDITY, and its mails other UIDs. */
  move(): void;
  /** Breaks off every connection. */
  cut(): void;
  /** Nobody can connect until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Says nothing more to anybody, and takes connections, until it is false. */
  silent: boolean;
  /** Commands from all connections, without what they name. */
  commands: string[];
  /** Those who are signed in now. */
  readers(): number;
  stop(): Promise<void>;
}

interface Mailbox {
  uidValidity: number;
  nextUid: number;
  mails: StoredMail[];
}

interface Connection {
  socket: Socket;
  user?: string;
  isSelected: boolean;
  /** How many mails it was told of. */
  told: number;
  /** Set while it idles: the tag to answer with. */
  idleTag?: string;
  /** What the next line is, when it is no command. */
  waitsFor?: (line: string) => void;
}

export async function startFakeImap(accounts: Accounts): Promise<FakeImap> {
  const mailbox: Mailbox = { uidValidity: 1_700_000_000, nextUid: 1, mails: [] };
  const connections = new Set<Connection>();
  const say = ({ socket }: Connection, ...lines: Array<string | Buffer>) => {
    if (imap.silent || socket.destroyed) return;
    for (const line of lines) socket.write(typeof line === 'string' ? `${line}\r\n` : line);
  };
  const server = createServer((socket) => {
    const connection: Connection = { socket, isSelected: false, told: 0 };
    connections.add(connection);
    socket.on('close', () => connections.delete(connection)).on('error', () => undefined);
    say(connection, '* OK [CAPABILITY IMAP4rev1 SASL-IR IDLE AUTH=PLAIN AUTH=XOAUTH2] FakeMail');
    let rest = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      const lines = (rest + part).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) read(connection, line);
    });
  });

  function read(connection: Connection, line: string): void {
    const { waitsFor } = connection;
    if (waitsFor) {
      delete connection.waitsFor;
      return waitsFor(line);
    }
    const [tag = '', first = '', ...more] = line.split(' ');
    const isByUid = first.toUpperCase() === 'UID';
    const name = (isByUid ? `UID ${more.shift() ?? ''}` : first).toUpperCase();
    const rest = more.join(' ');
    imap.commands.push(name);
    const needsMailbox = name.startsWith('UID ') || name === 'IDLE';
    if (needsMailbox && !connection.isSelected) return say(connection, `${tag} BAD Select a mailbox first`);
    const answer = answers[name];
    if (!answer) return say(connection, `${tag} BAD FakeMail does not know ${name}`);
    answer(connection, tag, rest);
  }

  const tellOfMore = (connection: Connection): void => {
    if (connection.told === mailbox.mails.length) return;
    connection.told = mailbox.mails.length;
    say(connection, `* ${connection.told} EXISTS`);
  };

  const signIn = (connection: Connection, tag: string, user: string | undefined): void => {
    if (user === undefined)
      return say(connection, `${tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)`);
    connection.user = user;
    say(connection, `${tag} OK [CAPABILITY IMAP4rev1 IDLE] Signed in`);
  };

  const select = (connection: Connection, tag: string, rest: string, isReadOnly: boolean): void => {
    if (!connection.user) return say(connection, `${tag} NO Sign in first`);
    if (words(rest)[0]?.toUpperCase() !== 'INBOX')
      return say(connection, `${tag} NO [NONEXISTENT] Unknown Mailbox: ${rest} (Failure)`);
    connection.isSelected = true;
    connection.told = mailbox.mails.length;
    say(
      connection,
      '* FLAGS (\\Seen \\Answered \\Deleted)',
      `* ${mailbox.mails.length} EXISTS`,
      '* 0 RECENT',
      `* OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid`,
      `* OK [UIDNEXT ${mailbox.nextUid}] Predicted next UID`,
      `${tag} OK [READ-${isReadOnly ? 'ONLY' : 'WRITE'}] Selected`,
    );
  };

  const answers: Record<string, (connection: Connection, tag: string, rest: string) => void> = {
    CAPABILITY: (to, tag) =>
      say(to, '* CAPABILITY IMAP4rev1 SASL-IR IDLE AUTH=PLAIN AUTH=XOAUTH2', `${tag} OK That is all`),
    NOOP: (to, tag) => say(to, `${tag} OK Nothing`),
    LOGOUT(to, tag) {
      say(to, '* BYE Bye', `${tag} OK Bye`);
      to.socket.end();
    },
    LOGIN(to, tag, rest) {
      const [user = '', password = ''] = words(rest);
      signIn(to, tag, isPassword(accounts, user, password) ? user : undefined);
    },
    AUTHENTICATE(to, tag, rest) {
      const [method = '', initial] = rest.split(' ');
      const go = (response: string): void => {
        const text = Buffer.from(response, 'base64').toString('utf8');
        if (method.toUpperCase() === 'PLAIN') {
          const [, user = '', password = ''] = text.split('\0');
          return signIn(to, tag, isPassword(accounts, user, password) ? user : undefined);
        }
        const [, user = '', token = ''] =
          /^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$/.exec(text) ?? [];
        if (isToken(accounts, user, token)) return signIn(to, tag, user);
        to.waitsFor = () => signIn(to, tag, undefined);
        const why = { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' };
        say(to, `+ ${Buffer.from(JSON.stringify(why)).toString('base64')}`);
      };
      if (initial !== undefined) return go(initial);
      to.waitsFor = go;
      say(to, '+ ');
    },
    LIST: (to, tag, rest) =>
      say(
        to,
        ...(words(rest)[1] === '' ? ['* LIST (\\Noselect) "/" ""'] : ['* LIST (\\HasNoChildren) "/" INBOX']),
        `${tag} OK Listed`,
      ),
    LSUB: (to, tag) => say(to, '* LSUB () "/" INBOX', `${tag} OK Listed`),
    SELECT: (to, tag, rest) => select(to, tag, rest, false),
    EXAMINE: (to, tag, rest) => select(to, tag, rest, true),
    CLOSE(to, tag) {
      to.isSelected = false;
      say(to, `${tag} OK Closed`);
    },
    STATUS: (to, tag) =>
      say(
        to,
        `* STATUS INBOX (MESSAGES ${mailbox.mails.length} UIDNEXT ${mailbox.nextUid} UIDVALIDITY ${mailbox.uidValidity})`,
        `${tag} OK Status`,
      ),
    IDLE(to, tag) {
      to.idleTag = tag;
      to.waitsFor = () => {
        delete to.idleTag;
        say(to, `${tag} OK Idled`);
      };
      say(to, '+ idling');
      tellOfMore(to);
    },
    'UID SEARCH'(to, tag, rest) {
      const found = mailbox.mails.filter(finder(rest, mailbox.mails)).map(({ uid }) => uid);
      say(to, ['* SEARCH', ...found].join(' '), `${tag} OK Searched`);
    },
    'UID FETCH'(to, tag, rest) {
      const [, set = '', items = ''] = /^(\S+) (.*)$/.exec(rest) ?? [];
      const isWanted = isInSet(set, mailbox.mails.at(-1)?.uid ?? 0);
      for (const [at, mail] of mailbox.mails.entries())
        if (isWanted(mail.uid)) say(to, fetched(at + 1, mail, items));
      say(to, `${tag} OK Fetched`);
    },
  };

  let port = 0;
  const listen = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const cut = () => {
    for (const { socket } of connections) socket.destroy();
  };
  const down = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    cut();
    return closed;
  };

  const imap: FakeImap = {
    host: '127.0.0.1',
    get port() {
      return port;
    },
    deliver(raw, { at = new Date() } = {}) {
      const uid = mailbox.nextUid++;
      const bytes = typeof raw === 'string' ? Buffer.from(raw.replace(/\r?\n/g, '\r\n')) : raw;
      mailbox.mails.push({ uid, raw: bytes, at, flags: [] });
      for (const connection of connections) if (connection.idleTag !== undefined) tellOfMore(connection);
      return uid;
    },
    mails: () => [...mailbox.mails],
    move() {
      mailbox.uidValidity += 1;
      mailbox.mails = mailbox.mails.map((mail, at) => ({ ...mail, uid: at + 1 }));
      mailbox.nextUid = mailbox.mails.length + 1;
      cut();
    },
    cut,
    down,
    up: listen,
    silent: false,
    commands: [],
    readers: () => [...connections].filter(({ user }) => user !== undefined).length,
    stop: () => (server.listening ? down() : Promise.resolve()),
  };
  await listen();
  return imap;
}

/** Atoms and quoted strings. */
function words(text: string): string[] {
  const found = text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  return found.map((word) => (word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word));
}

/** ALL, UID and SINCE, all of which must hold. */
function finder(query: string, all: readonly StoredMail[]): (mail: StoredMail) => boolean {
  const parts = words(query);
  const conditions = parts.map((word, at): ((mail: StoredMail) => boolean) => {
    const value = parts[at + 1] ?? '';
    if (word.toUpperCase() === 'SINCE') return (mail) => mail.at >= new Date(`${value} UTC`);
    if (word.toUpperCase() !== 'UID') return () => true;
    const isWanted = isInSet(value, all.at(-1)?.uid ?? 0);
    return ({ uid }) => isWanted(uid);
  });
  return (mail) => conditions.every((holds) => holds(mail));
}
