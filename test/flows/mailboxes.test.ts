// Mailboxes that are read by IMAP: whatever becomes of the server, of a node or of the settings, each mail comes in once.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createAcceptMail } from '../../src/channels/email/accept-mail';
import { createMailboxReaders, type MailboxReaders } from '../../src/channels/email/imap/readers';
import type { KnownChannel } from '../../src/channels/store';
import { createLog } from '../../src/log';
import type { MailboxHealth } from '../../src/protocol/model/channel';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { createSeal } from '../../src/tools/seal';
import { createResolveSafeHost } from '../../src/tools/safe-address';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { fakeAccount, startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { startRealMail, whyNoRealMail, type RealMail } from '../dev-env/real-mail';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const organizationId = randomUUID();
const seal = createSeal(randomBytes(32));
let server: ThrowawayPostgres;
let postgres: Postgres;
let owner: Awaited<ReturnType<typeof connectAsOwner>>;
let mail: FakeMail;
let channel: KnownChannel;
const nodes: MailboxReaders[] = [];
/** Bodies that were given to the store at once, and what the store says to it. */
let given: number[];
let refusal: Error | undefined;

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.freshDatabase();
  postgres = await openPostgres({ url, log: createLog('silent') });
  owner = await connectAsOwner(url);
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Shop')`, [organizationId]);
});
afterAll(async () => {
  await owner?.end();
  await postgres?.close();
  await server?.stop();
});
beforeEach(async () => {
  mail = await startFakeMail();
  const { host, port } = mail.imap;
  const id = randomUUID();
  const config = { imap: { host, port, secure: false, ...fakeAccount } };
  channel = { id, organizationId, type: 'email', isActive: true, config };
  given = [];
  refusal = undefined;
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key, config) VALUES ($1, $2, $3, 'email', $3, '{}')`,
    [id, organizationId, id],
  );
});
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  await mail.stop();
});

/** A node that reads; the poll is far away, so that only what the server says counts. */
function node(timing: object = {}): MailboxReaders {
  const { inbound, mailboxes } = postgres.crossTenant.channelTraffic(seal);
  const events: typeof inbound = {
    ...inbound,
    async add(added) {
      if (refusal) throw refusal;
      given.push(added.reduce((sum, { body }) => sum + body.length, 0));
      await inbound.add(added);
    },
  };
  const readers = createMailboxReaders({
    channels: () => Promise.resolve(channel.isActive ? [channel] : []),
    mailboxes,
    accept: createAcceptMail({ events, wake: () => undefined }),
    resolveHost: createResolveSafeHost({ allow: ['127.0.0.0/8'] }),
    accessToken: () => Promise.resolve(undefined),
    note: postgres.crossTenant.noteMailbox,
    log: createLog('silent'),
    timing: { lookEveryMs: 30, retryMs: [10, 20, 40], leaseMs: 60_000, pollMs: 3_600_000, ...timing },
  });
  nodes.push(readers);
  readers.start();
  return readers;
}

const letter = (n: number | string): string =>
  `From: Ada <ada@example.com>\nTo: support@shop.test\nSubject: ${n}\nMessage-ID: <${n}@example.com>\n\nHello ${n}\n`;

/** Hashes of what is stored. */
async function stored(): Promise<string[]> {
  const { rows } = await owner.query<{ provider_id: string }>(
    'SELECT provider_id FROM inbound_events WHERE channel_id = $1 ORDER BY arrival',
    [channel.id],
  );
  return rows.map((row) => row.provider_id);
}
const hashes = (from = 0): string[] =>
  mail.imap
    .mails()
    .slice(from)
    .map(({ raw }) => createHash('sha256').update(raw).digest('base64url'));

async function health(): Promise<MailboxHealth | undefined> {
  const { rows } = await owner.query<{ mailbox: MailboxHealth | null }>(
    `SELECT health -> 'mailbox' AS mailbox FROM channels WHERE id = $1`,
    [channel.id],
  );
  return rows[0]!.mailbox ?? undefined;
}
const isConnected = () =>
  eventuallyPasses(async () => expect(await health()).toMatchObject({ state: 'connected' }));
const isStored = (from: number) =>
  eventuallyPasses(async () => expect((await stored()).sort()).toEqual(hashes(from).sort()));

const signIns = () => mail.imap.commands.filter((command) => command === 'AUTHENTICATE').length;

async function cursor() {
  const { rows } = await owner.query<{ last_uid: string; since: Date | null; reader: string | null }>(
    'SELECT last_uid, since, reader FROM mailboxes WHERE channel_id = $1',
    [channel.id],
  );
  return rows[0];
}

describe('a mailbox', () => {
  it('is read from now on, as soon as something comes, and nothing in it is changed', async () => {
    for (const n of [1, 2, 3]) mail.imap.deliver(letter(n), { at: new Date('2020-01-01') });
    node();
    await isConnected();
    expect(await stored()).toEqual([]);
    mail.imap.deliver(letter(4));
    await isStored(3);
    mail.imap.deliver(letter(5));
    await isStored(3);
    expect(mail.imap.mails().flatMap(({ flags }) => flags)).toEqual([]);
    expect(new Set(mail.imap.commands)).not.toContain('SELECT');
    await eventuallyPasses(async () => expect((await cursor())!.last_uid).toBe('5'));
  });

  it('is read to its end after a long time away, a little at once, however often the connection breaks', async () => {
    node();
    await isConnected();
    await mail.imap.down();
    for (let n = 0; n < 10_000; n += 1) mail.imap.deliver(letter(n));
    await mail.imap.up();
    for (const part of [1, 3, 5]) {
      await eventuallyPasses(async () => expect((await stored()).length).toBeGreaterThan(part * 1_000), {
        every: 100,
      });
      mail.imap.cut();
    }
    await eventuallyPasses(async () => expect((await stored()).length).toBe(10_000), { every: 200 });
    expect((await stored()).join() === hashes().join()).toBe(true);
    expect(Math.max(...given)).toBeLessThan(50 * 200);
  });

  it('that has moved is read again as far as something may be new, and nothing is there twice', async () => {
    mail.imap.deliver(letter('old'), { at: new Date('2020-01-01') });
    node();
    await isConnected();
    for (const n of [1, 2, 3]) mail.imap.deliver(letter(n));
    await isStored(1);
    await mail.imap.down();
    mail.imap.deliver(letter('while away'));
    // The new server says that all of it came just now: this one was written long ago.
    mail.imap.deliver(letter('long ago').replace('\n', '\nDate: Wed, 1 Jan 2020 10:00:00 +0000\n'));
    mail.imap.move();
    await mail.imap.up();
    await eventuallyPasses(async () => expect(await cursor()).toMatchObject({ last_uid: '6', since: null }));
    expect((await stored()).sort()).toEqual(hashes().slice(1, 5).sort());
    mail.imap.deliver(letter('after'));
    await eventuallyPasses(async () => expect(await stored()).toContain(hashes().at(-1)));
  });

  it('is passed by nothing that could not be stored', async () => {
    node();
    await isConnected();
    refusal = new Error('the disk is full');
    mail.imap.deliver(letter(1));
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'trouble',
        error: expect.stringContaining('the disk is full'),
      }),
    );
    expect(await cursor()).toMatchObject({ last_uid: '0' });
    refusal = undefined;
    await isStored(0);
    await isConnected();
  });

  it('gives the headers of a mail that is too large, and a note', async () => {
    node();
    await isConnected();
    const head = letter('huge').replace('\n\n', '\nContent-Type: text/html\n\n');
    mail.imap.deliver(
      Buffer.concat([Buffer.from(head.replace(/\n/g, '\r\n')), Buffer.alloc(26 * 1024 * 1024, 'x')]),
    );
    mail.imap.deliver(letter('after it'));
    const { inbound } = postgres.crossTenant.channelTraffic(seal);
    await eventuallyPasses(async () => expect(await stored()).toHaveLength(2));
    const { items } = await inbound.due(channel.id, 10);
    const text = items[0]!.body!.toString();
    expect(text).toContain('Subject: huge\r\n');
    expect(text).toMatch(/\r\nContent-Type: text\/plain; charset=utf-8\r\n\r\n\[This mail has 26 MB /);
    expect(text).not.toContain('text/html');
    expect(items[0]!.headers).toMatchObject({ 'x-parley-route': 'imap' });
  });
});

describe('a mailbox that cannot be read', () => {
  it('says so while the server is away, and goes on by itself', async () => {
    node();
    await isConnected();
    await mail.imap.down();
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'trouble',
        error: `Nothing answers at 127.0.0.1:${mail.imap.port}.`,
        errorAt: expect.any(String),
        lastUid: 0,
      }),
    );
    await mail.imap.up();
    await isConnected();
    expect(await health()).not.toHaveProperty('error');
  });

  it('is read as soon as something comes also after a long silence, on the same connection', async () => {
    node({ silenceMs: 1_500 });
    await isConnected();
    await eventually(() => mail.imap.commands.filter((command) => command === 'IDLE').length >= 4);
    mail.imap.deliver(letter(1));
    await isStored(0);
    expect(signIns()).toBe(1);
  });

  it('is given up when the server says nothing any more', async () => {
    node({ silenceMs: 300, pollMs: 200 });
    await isConnected();
    mail.imap.silent = true;
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'trouble',
        error: expect.stringContaining('does not answer in time'),
      }),
    );
    mail.imap.silent = false;
    mail.imap.deliver(letter(1));
    await isStored(0);
  });

  it('waits for a person when the password is wrong, and is read at once when it is right', async () => {
    const right = channel.config;
    channel = { ...channel, config: { imap: { ...(right['imap'] as object), pass: 'wrong' } } };
    node();
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'needs_attention',
        error: '127.0.0.1 refused the sign-in of support@shop.test.',
      }),
    );
    expect(signIns()).toBe(1);
    mail.imap.deliver(letter('meanwhile'));
    channel = { ...channel, config: right };
    await isConnected();
    // What came while nobody could read it, and nothing that lay there before.
    await isStored(0);
  });

  it('is asked again as soon as somebody wants it', async () => {
    const right = channel.config;
    channel = { ...channel, config: { imap: { ...(right['imap'] as object), mailbox: 'Nowhere' } } };
    node();
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'needs_attention',
        error: 'There is no mailbox named Nowhere on 127.0.0.1.',
      }),
    );
    expect(signIns()).toBe(1);
    await postgres.crossTenant.channelTraffic(seal).mailboxes.ask(channel.id);
    await eventuallyPasses(() => expect(signIns()).toBe(2));
  });

  it('is not asked at an address inside that nobody allowed', async () => {
    channel = { ...channel, config: { imap: { ...(channel.config['imap'] as object), host: '10.0.0.1' } } };
    node();
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'needs_attention',
        error:
          '10.0.0.1: This address is inside the network: whoever runs the server opens it with FETCH_ALLOW.',
      }),
    );
  });
});

describe('of several nodes', () => {
  it('one reads, and another goes on when it is gone', async () => {
    const all = [node(), node(), node()];
    await isConnected();
    mail.imap.deliver(letter(1));
    await isStored(0);
    expect(mail.imap.readers()).toBe(1);
    const reading = all.find((one) => one.stats().size > 0)!;
    await reading.stop();
    mail.imap.deliver(letter(2));
    await isStored(0);
    expect(mail.imap.readers()).toBe(1);
  });

  it('one that lost its lease stores no cursor', async () => {
    node({ leaseMs: 1, lookEveryMs: 3_600_000 });
    await eventuallyPasses(async () => expect(await cursor()).toMatchObject({ last_uid: null }));
    node();
    await isConnected();
    mail.imap.deliver(letter(1));
    await isStored(0);
    await eventuallyPasses(async () => expect((await cursor())!.last_uid).toBe('1'));
  });

  it('none reads a channel that was switched off, and its health says nothing of a mailbox', async () => {
    node();
    await isConnected();
    channel = { ...channel, isActive: false };
    await eventuallyPasses(() => expect(mail.imap.readers()).toBe(0));
    await eventuallyPasses(async () => expect(await health()).toBeUndefined());
    channel = { ...channel, isActive: true };
    mail.imap.deliver(letter('meanwhile'));
    await isStored(0);
  });
});

const onDovecot = whyNoRealMail === undefined ? describe : describe.skip;

onDovecot(`a mailbox on Dovecot${whyNoRealMail === undefined ? '' : ` (skipped: ${whyNoRealMail})`}`, () => {
  let real: RealMail;
  // Of its own for each, which begins with an empty mailbox.
  beforeEach(async () => void (real = await startRealMail('shop.test')));
  afterEach(() => real?.stop());
  const user = () => real.account.user;
  const isRead = (mails: readonly string[]) =>
    eventuallyPasses(
      async () => {
        const wanted = mails.map((one) => one.replace(/\n/g, '\r\n')).map(hashOf);
        expect((await stored()).sort().join() === wanted.sort().join()).toBe(true);
      },
      { every: 100 },
    );

  it('is read by TLS as it comes, to its end after a time away, and again as far as needed when it has moved', async () => {
    const { dovecot, account } = real;
    const imap = { host: '127.0.0.1', port: dovecot.ports.imap, ...account };
    channel = { ...channel, config: { imap } };
    const before = `Date: Wed, 1 Jan 2020 10:00:00 +0000\n${letter('before us')}`;
    await dovecot.deliver(user(), [before, before.replace('before', 'long before')]);
    node({ retryMs: [100] });
    await isConnected();
    await dovecot.deliver(user(), [letter('now')]);
    await isRead([letter('now')]);

    await dovecot.down();
    const many = Array.from({ length: 300 }, (_, n) => letter(n));
    await dovecot.deliver(user(), many);
    await dovecot.up();
    await isRead([letter('now'), ...many]);

    await dovecot.down();
    // One fewer, so that what is new there has a number that was given before.
    await dovecot.renumber(user(), { without: before });
    await dovecot.deliver(user(), [letter('after the move')]);
    await dovecot.up();
    await isRead([letter('now'), ...many, letter('after the move')]);
    await eventuallyPasses(async () =>
      expect(await cursor()).toMatchObject({ last_uid: '303', since: null }),
    );
  });

  it('is read by nobody whose password is wrong, nor where its certificate proves nothing', async () => {
    const { dovecot, account } = real;
    const imap = { host: '127.0.0.1', port: dovecot.ports.imap, ...account, pass: 'wrong' };
    channel = { ...channel, config: { imap } };
    node({ retryMs: [100] });
    const error = `127.0.0.1 refused the sign-in of ${user()}.`;
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({ state: 'needs_attention', error }),
    );
    channel = {
      ...channel,
      config: { imap: { ...imap, host: 'localhost', port: dovecot.ports.imaps, secure: true } },
    };
    await eventuallyPasses(async () =>
      expect(await health()).toMatchObject({
        state: 'needs_attention',
        error: expect.stringMatching(/^The certificate of localhost is not valid: /),
      }),
    );
  });
});

const hashOf = (raw: string): string => createHash('sha256').update(raw).digest('base64url');
