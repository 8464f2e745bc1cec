// A customer by e-mail, end to end: a mail in by the signed webhook, the log, the AI or an agent, a mail out by SMTP.
import { createHmac, randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import type { FoundInConversation } from '../../src/protocol/search';
import { eventually } from '../../src/tools/eventually';
import { fakeAccount, startFakeMail, type FakeMail, type ReceivedMail } from '../dev-env/fake-mail';
import { handedOver } from '../dev-env/handed-over';
import { startMailboxPage } from '../dev-env/mailbox-page';
import { TestServer } from '../dev-env/test-server';

const address = 'support@shop.test';
const inboundSecret = 'the secret of the webhook';
const host = 'mx.shop.test';
let server: TestServer;
let mail: FakeMail;
let webhook: string;

beforeAll(async () => {
  mail = await startFakeMail();
  server = await TestServer.create({
    env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' },
    timing: { byTheClock: true },
  });
  const { body } = await server.request('POST', 'channels', {
    body: {
      name: 'Mail',
      type: 'email',
      config: {
        address,
        name: 'Shop',
        signature: 'Your Shop\nMain Street 1',
        quotesOriginal: true,
        inboundSecret,
        authservId: host,
        smtp: { host: mail.smtp.host, port: mail.smtp.port },
      },
    },
  });
  webhook = `${server.url}/webhooks/email/${(body as { id: string }).id}`;
  // Whoever has no console open would lose what they hold in the middle of a test.
  const console = server.socket('/agent', { token: await server.adminToken() });
  await new Promise((ready) => console.once('ready', ready));
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});
beforeEach(() => mail.smtp.behave('normal'));

interface Written extends Mail.Options {
  dmarc?: 'pass' | 'fail' | 'none';
}

const raw = ({ dmarc = 'pass', ...written }: Written): Promise<Buffer> => {
  const from = String(written.from);
  const domain = /@([^>]+)/.exec(from)?.[1] ?? '';
  return new MailComposer({
    to: address,
    ...written,
    headers: {
      'Authentication-Results': `${host}; dmarc=${dmarc} header.from=${domain}`,
      ...(written.headers as object),
    },
  })
    .compile()
    .build();
};

/** As a relay does: what cannot be taken at the moment comes again. */
async function post(body: Buffer, secret = inboundSecret): Promise<number> {
  return eventually(async () => {
    const status = await postOnce(body, secret);
    return status !== 503 && status;
  });
}

async function postOnce(body: Buffer, secret: string): Promise<number> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const { status } = await fetch(webhook, {
    method: 'POST',
    body,
    headers: { 'x-parley-signature': `sha256=${signature}`, 'content-type': 'message/rfc822' },
  });
  return status;
}

/** Comes in. @returns its Message-ID */
async function write(written: Written): Promise<string> {
  const messageId = written.messageId ?? `<${randomBytes(8).toString('hex')}@example.com>`;
  expect(await post(await raw({ ...written, messageId }))).toBe(200);
  return messageId;
}

let people = 0;
const somebody = () => `ada${++people}@example.com`;

async function sessionsOf(email: string): Promise<Session[]> {
  const customers = await server.request('GET', `customers?q=${encodeURIComponent(email)}`);
  const ids = (customers.body as { items: Array<{ id: string }> }).items.map(({ id }) => id);
  const found = await Promise.all(
    ids.map(async (id) => (await server.request('GET', `sessions?customerId=${id}&limit=50`)).body),
  );
  return found.flatMap((body) => (body as { items: Session[] }).items);
}

const sessionOf = (email: string): Promise<Session> =>
  eventually(async () => (await sessionsOf(email)).at(0));

async function log(sessionId: string): Promise<Message[]> {
  const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
  return (body as { items: Message[] }).items;
}

const messageOf = (sessionId: string, isIt: (message: Message) => boolean): Promise<Message> =>
  eventually(async () => (await log(sessionId)).find(isIt));

const mailTo = (email: string, nth = 0): Promise<ReceivedMail> =>
  eventually(() => mail.smtp.mails().filter(({ to }) => to.includes(email))[nth]);

const textOf = ({ raw: bytes }: ReceivedMail): string => bytes.toString().replace(/=\r\n/g, '');

/** A reply as a mail program writes it. */
const replyTo = (received: ReceivedMail, written: Written): Written => ({
  subject: `Re: ${received.header('subject')}`,
  inReplyTo: received.header('message-id')!,
  references: [received.header('references'), received.header('message-id')].filter(Boolean).join(' '),
  ...written,
});

/** A conversation that the admin holds. */
async function held(email: string, written: Partial<Written> = {}) {
  await write({
    from: `Ada <${email}>`,
    subject: 'My order',
    text: 'I want to talk to a person.',
    ...written,
  });
  const session = await sessionOf(email);
  await handedOver(server, session);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  return session;
}

let replies = 0;
const tryReply = (sessionId: string, said: object) =>
  server.request('POST', `sessions/${sessionId}/messages`, {
    body: { clientMessageId: `reply-${++replies}`, ...said },
  });
async function reply(sessionId: string, said: object) {
  const answer = await tryReply(sessionId, said);
  expect(answer).toMatchObject({ status: 201 });
  return answer;
}

test('a question is answered by the AI with its source, in the thread, and signed', async () => {
  const email = somebody();
  const id = await write({
    from: `Ada Lovelace <${email}>`,
    subject: 'Refund',
    text: 'How long does a refund take?\n\n-- \nAda',
  });
  const answer = await mailTo(email);
  expect(textOf(answer)).toContain('5 to 7 working days');
  expect(textOf(answer)).toContain('Hello Ada Lovelace,');
  expect(textOf(answer)).toContain('Main Street 1');
  expect(answer.header('subject')).toBe('Re: Refund');
  expect(answer.header('in-reply-to')).toBe(id);
  expect(answer.header('references')).toContain(id);
  expect(answer.header('auto-submitted')).toBe('auto-replied');
  expect(answer.header('from')).toContain('Shop');
  const session = await sessionOf(email);
  expect(session).toMatchObject({ channelType: 'email', subject: 'Refund', customerName: 'Ada Lovelace' });
  const [question] = await log(session.id);
  expect(question!.content).toMatchObject({
    text: 'How long does a refund take?',
    mail: { from: { address: email, name: 'Ada Lovelace' }, verdict: 'pass' },
  });
  const sent = await messageOf(session.id, ({ sender, delivery }) => sender === 'ai' && delivery === 'sent');
  expect(sent.metadata.sources).not.toHaveLength(0);
});

test('nothing comes in without the signature, and what comes twice, by whichever way, is one message', async () => {
  const email = somebody();
  const written = {
    from: email,
    subject: 'Twice',
    text: 'Where is my order?',
    messageId: `<twice-${email}>`,
  };
  expect(await post(await raw(written), 'another secret')).toBe(401);
  expect(await post(await raw({ ...written, headers: { 'X-Route': 'forwarded' } }))).toBe(200);
  expect(await post(await raw(written))).toBe(200);
  expect(await post(await raw(written))).toBe(200);
  const session = await sessionOf(email);
  await mailTo(email);
  expect((await log(session.id)).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
  expect(await sessionsOf(email)).toHaveLength(1);
});

test('a reply goes into its thread, another mail begins another one, and a closed one goes on', async () => {
  const email = somebody();
  await write({ from: email, subject: 'Refund', text: 'How long does a refund take?' });
  const answer = await mailTo(email);
  const session = await sessionOf(email);
  await write(
    replyTo(answer, {
      from: email,
      text: `Thank you!\n\nOn Mon, 1 Jun 2026 at 10:00, Shop <${address}> wrote:\n> 5 to 7 working days`,
    }),
  );
  await messageOf(session.id, ({ content }) => content.text === 'Thank you!');
  await write({ from: email, subject: 'Refund', text: 'Something else: do you ship to Norway?' });
  const both = await eventually(async () => {
    const found = await sessionsOf(email);
    return found.length === 2 && found;
  });
  expect(both.map(({ status }) => status)).not.toContain('closed');

  await server.request('POST', `sessions/${session.id}/close`, { body: {} });
  await write(replyTo(answer, { from: email, text: 'One more thing: how long does a refund take?' }));
  await messageOf(session.id, ({ content }) => content.text?.startsWith('One more thing') === true);
  expect(await sessionsOf(email)).toHaveLength(2);
  await messageOf(
    session.id,
    ({ sender, seq, delivery }) => sender === 'ai' && seq > 3 && delivery === 'sent',
  );
});

test('a mail that answers what was merged comes into the other conversation, which answers it; separated, into its own', async () => {
  const email = somebody();
  const from = await held(email);
  await reply(from.id, { text: 'We look into it.' });
  const letter = await mailTo(email);
  await write({ from: `Ada <${email}>`, subject: 'That order again', text: 'I want to talk to a person.' });
  const into = await eventually(async () => (await sessionsOf(email)).find(({ id }) => id !== from.id));
  await handedOver(server, into);
  const merge = () => server.request('POST', `sessions/${from.id}/merge`, { body: { into: into.id } });

  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const { body } = await server.request('POST', `sessions/${from.id}/scheduled-messages`, {
    body: { text: 'Later', sendAt },
  });
  const refused = await merge();
  expect(refused.status).toBe(409);
  expect(JSON.stringify(refused.body)).toContain('A reply is scheduled here.');
  await server.request('DELETE', `scheduled-messages/${(body as { id: string }).id}`);
  expect((await merge()).body).toMatchObject({ status: 'closed', mergedInto: into.id });

  await write(replyTo(letter, { from: `Ada <${email}>`, text: 'Any news?' }));
  const asked = await messageOf(into.id, ({ content }) => content.text === 'Any news?');
  expect((await log(from.id)).at(-1)!.content).toMatchObject({ systemAction: 'merged' });
  await server.request('POST', `sessions/${into.id}/claim`, { body: {} });
  await reply(into.id, { text: 'Here they are.' });
  const answer = await eventually(() =>
    mail.smtp.mails().find((one) => one.to.includes(email) && textOf(one).includes('Here they are.')),
  );
  expect(answer.header('in-reply-to')).toBe(`<${asked.metadata.channelMessageId}>`);

  await server.request('POST', `sessions/${from.id}/separate`, { body: {} });
  await write(replyTo(letter, { from: `Ada <${email}>`, text: 'This is of the first.' }));
  await messageOf(from.id, ({ content }) => content.text === 'This is of the first.');
  expect((await log(into.id)).map(({ content }) => content.systemAction).filter(Boolean)).toEqual(
    expect.arrayContaining(['merged_here', 'separated_here']),
  );
});

test('a reply that is scheduled in the moment in which its conversation is merged is refused, or keeps it from being merged', async () => {
  const email = somebody();
  const from = await held(email);
  await write({ from: `Ada <${email}>`, subject: 'That order again', text: 'I want to talk to a person.' });
  const into = await eventually(async () => (await sessionsOf(email)).find(({ id }) => id !== from.id));
  await handedOver(server, into);
  const other = await connectAsOwner(server.app.databaseUrl);
  const waiting = (what: string) =>
    eventually(async () => {
      const { rowCount } = await other.query(
        `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE d.datname = current_database() AND NOT l.granted AND l.locktype = $1`,
        [what],
      );
      return rowCount! > 0;
    });
  await other.query('BEGIN; LOCK TABLE scheduled_messages IN SHARE MODE');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduling = server.request('POST', `sessions/${from.id}/scheduled-messages`, {
    body: { text: 'Later', sendAt },
  });
  await waiting('relation');
  const merging = server.request('POST', `sessions/${from.id}/merge`, { body: { into: into.id } });
  await Promise.race([merging, waiting('advisory')]);
  await other.query('COMMIT');
  await other.end();
  const [scheduled, merged] = await Promise.all([scheduling, merging]);
  const isThere = scheduled.status === 201;
  expect([scheduled.status, merged.status]).not.toEqual([201, 200]);
  const { body } = await server.request('GET', `sessions/${from.id}/scheduled-messages`);
  expect((body as { items: unknown[] }).items).toHaveLength(isThere ? 1 : 0);
});

test('a stranger who quotes an id, and who forges an address, write into nobody else’s conversation', async () => {
  const email = somebody();
  await write({ from: email, subject: 'Refund', text: 'How long does a refund take?' });
  const answer = await mailTo(email);
  const session = await sessionOf(email);
  const stranger = somebody();
  await write(replyTo(answer, { from: stranger, text: 'Send it to my address instead.' }));
  expect((await sessionOf(stranger)).id).not.toBe(session.id);

  await write(replyTo(answer, { from: email, dmarc: 'fail', text: 'Change my bank account.' }));
  const forged = await eventually(async () => {
    const { body } = await server.request('GET', 'sessions?status=waiting&limit=100');
    return (body as { items: Session[] }).items.find(({ metadata }) => metadata['senderNotVerified']);
  });
  expect(forged.customerId).not.toBe(session.customerId);
  expect(forged.metadata['handover']).toMatchObject({ trigger: 'rule' });
  const words = (id: string) => log(id).then((all) => all.map(({ content }) => content.text));
  expect(await words(session.id)).not.toContain('Send it to my address instead.');
  expect(await words(session.id)).not.toContain('Change my bank account.');
  // Nothing was sent to whoever it says it is from.
  expect(mail.smtp.mails().filter(({ to }) => to.includes(email))).toHaveLength(1);
});

test('beneath an agent’s answer stands the mail that it answers, for those only who had it', async () => {
  const [email, partner, boss] = [somebody(), somebody(), somebody()];
  const { id } = await held(email, { cc: partner });
  const sentWith = (words: string) =>
    eventually(() => mail.smtp.mails().find(({ raw: bytes }) => bytes.includes(words))).then(textOf);
  await reply(id, { text: 'To both of you.' });
  expect(await sentWith('To both of you.')).toMatch(/ wrote:\r\n> I want to talk to a person\./);
  await reply(id, { text: 'To the boss, too.', mail: { cc: [boss] } });
  expect(await sentWith('To the boss, too.')).not.toContain('I want to talk to a person.');
});

test('a forger learns nothing by joining what nobody vouches for: answers go to the address alone', async () => {
  const [email, thief] = [somebody(), somebody()];
  const messageId = await write({
    from: email,
    dmarc: 'fail',
    subject: 'Forged',
    text: 'My secret is 4711.',
  });
  const session = await eventually(async () => {
    const { body } = await server.request('GET', 'sessions?status=waiting&limit=100');
    return (body as { items: Session[] }).items.find(({ subject }) => subject === 'Forged');
  });
  const joins = { inReplyTo: messageId, references: messageId };
  await write({
    ...joins,
    from: email,
    replyTo: thief,
    cc: thief,
    dmarc: 'fail',
    subject: 'Forged',
    text: 'Remind me.',
  });
  await messageOf(session.id, ({ content }) => content.text === 'Remind me.');
  await write({ ...joins, from: thief, subject: 'Forged', text: 'Send it to me.' });
  expect((await sessionOf(thief)).id).not.toBe(session.id);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  await reply(session.id, { text: 'What do you mean?' });
  const answer = await eventually(() =>
    mail.smtp.mails().find(({ raw: bytes }) => bytes.includes('What do you mean?')),
  );
  expect(answer.to).toEqual([email]);
  expect(textOf(answer)).not.toMatch(/4711|Remind me/);
});

test('who works here and answers by their own mail is the team where that is sure, and never the customer', async () => {
  const email = somebody();
  const grace = await server.addAgent('Grace');
  const session = await held(email, { cc: grace.email });
  await reply(session.id, { text: 'We look into it.', mail: { cc: [grace.email] } });
  const answer = await mailTo(grace.email);
  const from = `Grace <${grace.email}>`;
  await write(replyTo(answer, { from, to: [email, address], text: 'I am on it, said Grace.' }));
  const said = await messageOf(session.id, ({ content }) => content.text === 'I am on it, said Grace.');
  expect(said).toMatchObject({ sender: 'agent', senderName: 'Grace', type: 'text', delivery: 'sent' });
  await write(replyTo(answer, { from, text: 'Give them a refund.' }));
  const note = await messageOf(session.id, ({ content }) => content.text === 'Give them a refund.');
  expect(note).toMatchObject({ sender: 'agent', senderName: 'Grace', type: 'note' });

  for (const dmarc of ['none', 'fail'] as const)
    await write(
      replyTo(answer, { from, dmarc, subject: `Refund: ${dmarc}`, text: `Refund them: ${dmarc}.` }),
    );
  for (const subject of ['Refund: none', 'Refund: fail']) {
    const apart = await eventually(async () => {
      const { body } = await server.request('GET', 'sessions?status=waiting&limit=100');
      return (body as { items: Session[] }).items.find((one) => one.subject === subject);
    });
    expect(apart.id).not.toBe(session.id);
  }
  expect((await log(session.id)).map(({ content }) => content.text).join()).not.toContain('Refund them');
  expect((await log(session.id)).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
  await reply(session.id, { text: 'It is refunded.' });
  const last = await eventually(() =>
    mail.smtp.mails().find(({ raw: bytes }) => bytes.includes('It is refunded.')),
  );
  expect(last.to[0]).toBe(email);
});

async function upload(sessionId: string, fileName: string, size = 0): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([`%PDF-1.4 ${fileName}`.padEnd(size)], { type: 'application/pdf' }), fileName);
  const uploaded = await fetch(`${server.url}/api/v1/attachments?sessionId=${sessionId}`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${await server.adminToken()}` },
  });
  return ((await uploaded.json()) as { id: string }).id;
}

test('several files go out in one mail, in their order, to whom the agent names; one bounce marks it', async () => {
  const [email, partner] = [somebody(), somebody()];
  const { id: sessionId } = await held(email, { cc: `Partner <${partner}>` });
  const files = ['one.pdf', 'two.pdf', 'three.pdf'];
  const attachmentIds = [];
  for (const name of files) attachmentIds.push(await upload(sessionId, name));
  const { body } = await reply(sessionId, { text: 'For your eyes only.', attachmentIds, mail: { cc: [] } });
  const { seq, content } = body as Message;
  expect([content.fileName, ...content.moreFiles!.map(({ fileName }) => fileName)]).toEqual(files);
  for (const { mediaUrl } of [content, ...content.moreFiles!])
    expect((await fetch(new URL(mediaUrl!, server.url))).status).toBe(200);
  await messageOf(sessionId, (one) => one.seq === seq && one.delivery === 'sent');
  const sent = mail.smtp.mails().filter(({ to, raw: bytes }) => to.includes(email) && bytes.includes('.pdf'));
  expect(sent.map(({ to }) => to)).toEqual([[email]]);
  const names = sent[0]!.raw.toString().matchAll(/filename=(\w+\.pdf)/g);
  expect([...names].map(([, name]) => name)).toEqual(files);
  expect((await log(sessionId)).filter((one) => one.sender === 'agent')).toHaveLength(1);
  await post(Buffer.from(bounce(email, sent[0]!.header('message-id'))));
  await messageOf(sessionId, (one) => one.seq === seq && one.delivery === 'failed');
});

test('files that are too large together are refused before anything is sent, and may go in two mails', async () => {
  const email = somebody();
  const { id: sessionId } = await held(email);
  const large = 9.5 * 1024 * 1024;
  const attachmentIds = [await upload(sessionId, 'a.pdf', large), await upload(sessionId, 'b.pdf', large)];
  const refused = await tryReply(sessionId, { text: 'Both', attachmentIds });
  expect([refused.status, (refused.body as { detail: string }).detail]).toEqual([
    413,
    'Email takes files of at most 18 MB together in one message: these have 19 MB.',
  ]);
  expect((await log(sessionId)).filter((one) => one.sender === 'agent')).toEqual([]);
  for (const id of attachmentIds) await reply(sessionId, { text: 'One', attachmentIds: [id] });
});

test('an agent answers all who take part, with a file; each may reply', async () => {
  const [email, partner] = [somebody(), somebody()];
  const session = await held(email, { cc: `Partner <${partner}>` });
  const id = await upload(session.id, 'invoice.pdf');
  await reply(session.id, { text: 'Here is the invoice.', attachmentIds: [id] });
  const answer = await eventually(() =>
    mail.smtp.mails().find(({ to, raw: bytes }) => to.includes(email) && bytes.includes('invoice.pdf')),
  );
  expect(answer.to).toEqual([email, partner]);
  expect(answer.header('auto-submitted')).toBeUndefined();
  await write(replyTo(answer, { from: `Partner <${partner}>`, text: 'Paid.' }));
  const paid = await messageOf(session.id, ({ content }) => content.text === 'Paid.');
  expect(paid).toMatchObject({ sender: 'customer', senderName: 'Partner' });

  const boss = somebody();
  await reply(session.id, { text: 'Thank you both.', mail: { subject: 'Paid', cc: [boss] } });
  const last = await mailTo(boss);
  expect(last.to).toEqual([partner, boss]);
  expect(last.header('subject')).toBe('Paid');
  await write(replyTo(last, { from: boss, text: 'Well done.' }));
  await messageOf(session.id, ({ content }) => content.text === 'Well done.');
});

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('files come in beside the words, and the original is there', async () => {
  const email = somebody();
  await write({
    from: email,
    subject: 'Broken',
    text: 'See the picture. I want to talk to a person.',
    html: '<p>See the <b>picture</b>. <img src="cid:dot"> I want to talk to a person.</p><script>alert(1)</script>',
    attachments: [
      { filename: 'broken.txt', content: 'a list', contentType: 'text/plain' },
      // More than people may upload.
      {
        filename: 'large.bin',
        content: Buffer.alloc(11 * 1024 * 1024, 'large'),
        contentType: 'application/octet-stream',
      },
      { filename: 'dot.png', content: dot, contentType: 'image/png', cid: 'dot' },
    ],
  });
  const session = await sessionOf(email);
  const file = await messageOf(
    session.id,
    ({ content }) => content.fileName === 'broken.txt' && !content.file,
  );
  expect(file).toMatchObject({ type: 'file', sender: 'customer', content: { size: 6 } });
  const large = await messageOf(
    session.id,
    ({ content }) => content.fileName === 'large.bin' && content.file !== 'pending',
  );
  expect(large.content).toMatchObject({ size: 11 * 1024 * 1024 });
  const words = await messageOf(session.id, ({ content }) => content.mail !== undefined && !content.file);
  expect(words.content).toMatchObject({ mediaType: 'message/rfc822', mail: { isCut: true } });
  const original = `sessions/${session.id}/messages/${words.seq}/original`;
  const { body } = await server.request('GET', original);
  expect(body).toMatchObject({ text: expect.stringContaining('See the picture.') });
  const { html } = body as { html: string };
  expect(html).toContain('<b>picture</b>');
  expect(html).toContain('src="data:image/png;base64,');
  expect(html).not.toContain('script');
  expect((await server.request('GET', `sessions/${session.id}/messages/999/original`)).status).toBe(404);
  // A mail is found as what was written, and its attachment as a file.
  const placesOf = async (q: string) => {
    const { body } = await server.request('GET', `search?q=${q}&limit=50`);
    return (body as { items: FoundInConversation[] }).items.filter(
      (place) => place.session.id === session.id,
    );
  };
  const [attached] = await eventually(async () => {
    const places = await placesOf('broken.txt');
    return places.some(({ kind }) => kind === 'file') && places;
  });
  expect(attached).toMatchObject({ kind: 'file', fileName: 'broken.txt' });
  const mails = (await placesOf('picture')).filter(({ highlight }) => highlight.seq === words.seq);
  expect(mails).toMatchObject([{ kind: 'message', sender: 'customer' }]);
  expect(mails[0]).not.toHaveProperty('fileName');
  expect(mails[0]!.highlight.text).not.toContain('.eml');
});

/** What a mail server returns of a mail. */
const bounce = (recipient: string, messageId: string | undefined) =>
  [
    'From: MAILER-DAEMON@mx.example.com',
    `To: ${address}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    `Message-ID: <bounce-of-${recipient}-${Math.random()}>`,
    'Auto-Submitted: auto-replied',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I could not deliver it.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '',
    '--b--',
    '',
  ].join('\r\n');

test('a bounce marks the message with its reason, one of a copy does not', async () => {
  const [email, partner] = [somebody(), somebody()];
  const session = await held(email, { cc: partner });
  await reply(session.id, { text: 'We will look into it.' });
  const answer = await eventually(() =>
    mail.smtp.mails().find(({ to, raw: bytes }) => to.includes(email) && bytes.includes('look into it')),
  );
  const report = (recipient: string) => bounce(recipient, answer.header('message-id'));
  expect(await post(Buffer.from(report(partner)))).toBe(200);
  await eventually(async () => {
    const { body } = await server.request('GET', 'inbound-events?limit=1');
    const [event] = (body as { items: Array<{ status: string; kinds?: string[] }> }).items;
    return event!.status !== 'pending';
  });
  expect(await log(session.id)).not.toContainEqual(expect.objectContaining({ delivery: 'failed' }));
  expect(await post(Buffer.from(report(email)))).toBe(200);
  const failed = await messageOf(session.id, ({ delivery }) => delivery === 'failed');
  expect(failed.deliveryError).toMatch(/^This address does not exist\. .*No such mailbox here/);
});

test('who is handed over gets one letter that says so, and the team sees when it comes back', async () => {
  const email = somebody();
  const session = await held(email);
  const told = await messageOf(
    session.id,
    ({ type, delivery }) => type === 'handover' && delivery === 'sent',
  );
  const letters = () => mail.smtp.mails().filter(({ to }) => to.includes(email));
  expect(letters()).toHaveLength(1);
  expect(letters()[0]!.raw.toString()).toContain('Passed on to a person');
  expect(await post(Buffer.from(bounce(email, letters()[0]!.header('message-id'))))).toBe(200);
  const failed = await messageOf(session.id, ({ delivery }) => delivery === 'failed');
  expect([failed.seq, failed.deliveryError]).toEqual([
    told.seq,
    expect.stringContaining('This address does not exist.'),
  ]);
  await reply(session.id, { text: 'I am here now.' });
  await eventually(() => letters().length > 1);
  expect(letters().map(({ raw: bytes }) => bytes.includes('Passed on to a person'))).toEqual([true, false]);
});

test('an out-of-office reply is shown and starts no loop', async () => {
  const email = somebody();
  await write({ from: email, subject: 'Refund', text: 'How long does a refund take?' });
  const answer = await mailTo(email);
  const session = await sessionOf(email);
  await write(
    replyTo(answer, {
      from: email,
      text: 'I am away until Monday.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    }),
  );
  const away = await messageOf(session.id, ({ content }) => content.text === 'I am away until Monday.');
  expect(away).toMatchObject({ metadata: { past: true }, content: { mail: { automatic: 'reply' } } });
  await write(replyTo(answer, { from: email, text: 'How long is a gift card valid?' }));
  await mailTo(email, 1);
  expect((await log(session.id)).filter(({ sender }) => sender === 'ai')).toHaveLength(2);
});

test('what the mail server refuses failed, what it never took is tried again, what nobody knows is uncertain', async () => {
  const email = somebody();
  const session = await held(email);
  mail.smtp.behave({ at: 'rcpt', code: 550, message: 'No such user' });
  await reply(session.id, { text: 'refused' });
  const refused = await messageOf(session.id, ({ delivery }) => delivery === 'failed');
  expect(refused.deliveryError).toContain('No such user');
  mail.smtp.behave({ at: 'connect', code: 421 });
  await reply(session.id, { text: 'later' });
  await messageOf(
    session.id,
    ({ content, deliveryError }) => content.text === 'later' && Boolean(deliveryError),
  );
  mail.smtp.behave('normal');
  await messageOf(session.id, ({ content, delivery }) => content.text === 'later' && delivery === 'sent');
  mail.smtp.behave('reset-after');
  await reply(session.id, { text: 'who knows' });
  await messageOf(
    session.id,
    ({ content, delivery }) => content.text === 'who knows' && delivery === 'uncertain',
  );
  expect(mail.smtp.mails().filter(({ raw: bytes }) => bytes.includes('who knows'))).toHaveLength(1);
});

test('a mail without an id, and one that has nothing but a subject, are messages', async () => {
  const email = somebody();
  const nameless = ['From: ' + email, `To: ${address}`, 'Subject: How long does a refund take?', '', ''].join(
    '\r\n',
  );
  expect(await post(Buffer.from(nameless))).toBe(200);
  const session = await sessionOf(email);
  await messageOf(session.id, ({ content }) => content.text === 'How long does a refund take?');
  expect(textOf(await mailTo(email))).toContain('5 to 7 working days');
});

test('a test goes to an address, and words without a channel of mail have no Cc', async () => {
  const { body } = await server.request('GET', 'channels');
  const [channel] = (body as { items: Array<{ id: string; type: string }> }).items.filter(
    ({ type }) => type === 'email',
  );
  const email = somebody();
  const test = await server.request('POST', `channels/${channel!.id}/test`, { body: { to: email } });
  expect(test.body).toEqual({ outcome: 'sent' });
  expect((await mailTo(email)).header('subject')).toBeDefined();
  expect(
    await server.request('POST', `channels/${channel!.id}/test`, { body: { to: '+49 170 1234567' } }),
  ).toMatchObject({
    status: 409,
  });
});

test('who left the web gets the answers by mail, once, and the reply goes on in the chat', async () => {
  await server.request('POST', 'settings', {
    body: { category: 'mail', key: 'answerAfterMinutes', value: 0.02 },
  });
  const email = somebody();
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((ready) => socket.once('ready', ready));
  await socket.emitWithAck('customer:contact', { email });
  const { message } = (await socket.emitWithAck('message:send', {
    clientMessageId: 'left-1',
    text: 'I want to talk to a person about my order.',
  })) as { message: Message };
  await handedOver(server, { id: message.sessionId });
  await server.request('POST', `sessions/${message.sessionId}/claim`, { body: {} });
  socket.disconnect();
  await reply(message.sessionId, { text: 'Your order left our house today.' });
  await reply(message.sessionId, { text: 'It arrives on Friday.' });
  const sent = await mailTo(email);
  expect(textOf(sent)).toContain('Your order left our house today.');
  expect(textOf(sent)).toContain('It arrives on Friday.');
  expect(sent.header('subject')).toBe('Your order left our house today.');
  await messageOf(
    message.sessionId,
    ({ content, delivery }) => content.systemAction === 'mailed' && delivery === 'sent',
  );
  await write(replyTo(sent, { from: email, text: 'Friday is fine.' }));
  const fine = await messageOf(message.sessionId, ({ content }) => content.text === 'Friday is fine.');
  expect(fine).toMatchObject({ sender: 'customer', content: { mail: { from: { address: email } } } });
  expect(fine.content.mediaUrl).toBeUndefined();

  const stranger = somebody();
  await write(replyTo(sent, { from: stranger, text: 'Friday is bad.' }));
  expect((await sessionOf(stranger)).id).not.toBe(message.sessionId);
  await reply(message.sessionId, { text: 'See you then.' });
  const next = await mailTo(email, 1);
  expect(textOf(next)).toContain('See you then.');
  expect(textOf(next)).not.toContain('It arrives on Friday.');
  expect(mail.smtp.mails().filter(({ to }) => to.includes(email))).toHaveLength(2);
});

test('the same over IMAP: the mailbox of `npm run dev`, from its page to the answer and back', async () => {
  const { smtp, imap } = mail;
  const shop = fakeAccount.user.replace('support', 'imap');
  mail.passwords.set(shop, 'secret');
  const config = {
    address: shop,
    inboundSecret,
    authservId: host,
    smtp: { host: smtp.host, port: smtp.port },
    imap: { host: imap.host, port: imap.port, secure: false, user: shop, pass: 'secret' },
  };
  await server.request('POST', 'channels', { body: { name: 'By IMAP', type: 'email', config } });
  await eventually(async () => {
    const { body } = await server.request('GET', 'channels');
    const found = (body as { items: Array<{ name: string; health: { mailbox?: { state: string } } }> }).items;
    return found.some(({ name, health }) => name === 'By IMAP' && health.mailbox?.state === 'connected');
  });
  const page = await startMailboxPage({ mail, address: shop, authservId: host });
  const ask = (path: string, body?: unknown) =>
    fetch(new URL(path, page.url), {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'x-mailbox': 'yes' },
    });
  const email = somebody();
  const mails = async () =>
    (
      (await (await ask(`/mails?from=${email}`)).json()) as {
        mails: Array<{ id: string; mine: boolean; text: string }>;
      }
    ).mails;
  await ask('/write', { from: email, name: 'Ada', subject: 'Refund', text: 'How long does a refund take?' });
  const answer = await eventually(async () => (await mails()).find(({ mine }) => !mine));
  expect(answer.text).toContain('5 to 7 working days');
  await ask('/write', {
    from: email,
    subject: 'Re: Refund',
    text: 'I want to talk to a person.',
    answers: answer.id,
  });
  const session = await sessionOf(email);
  await handedOver(server, session);
  expect(await sessionsOf(email)).toHaveLength(1);
  await page.close();
});

test('who is away in Cc takes no answer from whoever asked, and opens nothing that was closed', async () => {
  const [email, boss] = [somebody(), somebody()];
  const session = await held(email, { cc: boss });
  await reply(session.id, { text: 'We look into it.', mail: { cc: [boss] } });
  const answer = await mailTo(boss);
  const away = (text: string) =>
    write(replyTo(answer, { from: boss, text, headers: { 'Auto-Submitted': 'auto-replied' } }));
  await away('I am on holiday.');
  await messageOf(session.id, ({ content }) => content.text === 'I am on holiday.');
  await reply(session.id, { text: 'It is done.' });
  const done = await eventually(() =>
    mail.smtp.mails().find(({ raw: bytes }) => bytes.includes('It is done.')),
  );
  expect(done.to[0]).toBe(email);
  await server.request('POST', `sessions/${session.id}/close`, { body: {} });
  await away('I am still on holiday.');
  await messageOf(session.id, ({ content }) => content.text === 'I am still on holiday.');
  const { body } = await server.request('GET', `sessions/${session.id}`);
  expect(body).toMatchObject({ status: 'closed' });
});

test('a list or a program is shown to a person and answered by no program; a form’s visitors are people of their own', async () => {
  const email = somebody();
  const list = { 'List-Id': '<news.example.com>' };
  await write({ from: email, subject: 'News', text: 'How long does a refund take?', headers: list });
  const session = await eventually(async () => {
    const [found] = await sessionsOf(email);
    return found?.status === 'waiting' && found;
  });
  expect(session.metadata).toMatchObject({ handover: { trigger: 'rule' } });
  const visitors = [somebody(), somebody()];
  for (const visitor of visitors)
    await write({
      from: 'no-reply@shop.test',
      replyTo: visitor,
      subject: 'Form',
      text: 'How long does a refund take?',
    });
  for (const visitor of visitors) expect((await mailTo(visitor)).header('subject')).toBe('Re: Form');
  expect(mail.smtp.mails().filter(({ to }) => to.includes(email))).toHaveLength(0);
});

test('mails that a program gives one id are several', async () => {
  const email = somebody();
  const messageId = `<always-${email}>`;
  await write({
    from: email,
    subject: 'One',
    text: 'How long does a refund take?',
    messageId,
    date: new Date(1e12),
  });
  await write({
    from: email,
    subject: 'Two',
    text: 'Do you ship to Norway?',
    messageId,
    date: new Date(1.1e12),
  });
  const session = await sessionOf(email);
  await messageOf(session.id, ({ content }) => content.text === 'Do you ship to Norway?');
});
