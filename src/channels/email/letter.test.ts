import type { SessionState } from '../../sessions/session';
import { emptySession } from '../../sessions/session';
import type { Outgoing } from '../channel';
import { letterOf } from './letter';
import { createSessionTokens } from './session-token';
import type { EmailSettings } from './settings';

const tokens = createSessionTokens('a secret');
const session = emptySession({
  id: '00000000-0000-4000-8000-000000000001',
  organizationId: '00000000-0000-4000-8000-000000000002',
  customerId: '00000000-0000-4000-8000-000000000003',
  channelId: '00000000-0000-4000-8000-000000000004',
  channelType: 'email',
  startedAt: '2026-01-01T00:00:00.000Z',
});
const settings = { address: 'support@shop.test', name: 'Shop', signature: 'Your Shop' } as EmailSettings;

async function written(
  out: Partial<Outgoing<EmailSettings>>,
  state: Partial<SessionState> = {},
): Promise<string> {
  const { raw } = await letterOf(
    {
      settings,
      channelId: session.channelId,
      to: { kind: 'email', value: 'ada@example.com' },
      tryId: '00000000-0000-4000-8000-000000000009',
      text: 'Five days.',
      mayBeCut: true,
      beforeSend: () => Promise.resolve(),
      of: { session: { ...session, ...state }, seq: 2, isAutomatic: true },
      ...out,
    },
    tokens,
  );
  return raw
    .toString()
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(String(hex), 16)))
    .replace(/\r\n/g, '\n');
}

it('says where an answer can be read, and signs it', async () => {
  const letter = await written({ readMore: 'https://shop.test/refunds' });
  expect(letter).toContain('Five days.\n\nhttps://shop.test/refunds\n\n-- \nYour Shop');
  expect(await written({})).not.toContain('https:');
});

it('lets nobody write a header, and shows no markup as such', async () => {
  const letter = await written({
    text: '<img src=x onerror=alert(1)>',
    of: {
      session,
      seq: 2,
      isAutomatic: false,
      mail: { subject: 'Refund\r\nBcc: eve@evil.test', cc: [{ address: 'bob@example.com' }] },
    },
  });
  expect(letter).not.toMatch(/^Bcc:/im);
  expect(letter).toContain('&lt;img');
  expect(letter.split('text/html')[1]).not.toContain('<img');
});

it('is formatted as HTML and plain beside it, from the same words; nothing of others is markup', async () => {
  const letter = await written({
    of: {
      session,
      seq: 2,
      isAutomatic: false,
      answered: { from: 'Ada <script>', at: '2026-03-01T10:20:30.000Z', text: 'Where is it?\n\n<b>Now</b>' },
    },
    text: '**Today** it *really* left:\n\n- by [the post](https://post.test/a?b=1&c="2)\n- not <i>by ship</i>\n\n[x](javascript:alert(1)) https://shop.test/**x',
  });
  const [, plain = '', html = ''] = letter.split(/^Content-Type: text\/(?:plain|html).*$/m);
  expect(plain).toContain('Today it really left:');
  expect(plain).toContain('- by the post (https://post.test/a?b=1&c=%222)');
  expect(plain).toContain(
    '-- \nYour Shop\n\nOn 2026-03-01 10:20 UTC, Ada <script> wrote:\n> Where is it?\n>\n> <b>Now</b>',
  );
  expect(html).toContain('<p><strong>Today</strong> it <em>really</em> left:</p>');
  expect(html).toMatch(
    /<ul><li>by <a href="https:\/\/post\.test\/[^"]*">the post<\/a><\/li><li>not &lt;i&gt;by ship/,
  );
  expect(html).toContain('<blockquote type="cite"');
  expect(html).not.toMatch(/<(?:i|b|script)>|href="javascript/);
});

/** Of a session whose last mail had this id and followed these. */
const thread = (messageId: string, references: string[] = [], subject = 'AW: Refund') => ({
  metadata: {
    mail: {
      subject,
      participants: [],
      last: { messageId, references, replyTo: 'ada@example.com', others: [] },
    },
  },
});
const header = (letter: string, name: string): string | undefined =>
  new RegExp(`^${name}:((?:.|\\n[ \\t])*)`, 'im').exec(letter)?.[1]?.replace(/\s+/g, ' ').trim();

it('follows the last mail and what that followed, up to a length, and nothing that had no id', async () => {
  const before = Array.from({ length: 30 }, (_, n) => `${n}@example.com`);
  const letter = await written({}, thread('last@example.com', before));
  expect(header(letter, 'In-Reply-To')).toBe('<last@example.com>');
  const references = header(letter, 'References')!.split(' ');
  expect(references).toEqual([...before.slice(-19), 'last@example.com'].map((id) => `<${id}>`));
  expect(header(letter, 'Subject')).toBe('AW: Refund');
  const nameless = await written({}, thread('mail:a-hash'));
  expect([header(nameless, 'In-Reply-To'), header(nameless, 'References')]).toEqual([undefined, undefined]);
});

it('says that a program wrote it, and goes to nobody but who asked; an agent’s goes to all who are named', async () => {
  const mail = { cc: [{ address: 'bob@example.com' }] };
  const ofAi = await written({ of: { session, seq: 2, isAutomatic: true, mail } });
  expect(header(ofAi, 'Cc')).toBeUndefined();
  expect(header(ofAi, 'Auto-Submitted')).toBe('auto-replied');
  expect(header(ofAi, 'X-Auto-Response-Suppress')).toBe('All');
  const ofAgent = await written({ of: { session, seq: 2, isAutomatic: false, mail } });
  expect(header(ofAgent, 'Cc')).toBe('bob@example.com');
  expect(header(ofAgent, 'Auto-Submitted')).toBeUndefined();
  for (const letter of [ofAi, ofAgent]) expect(header(letter, 'X-Parley-Channel')).toBe('yes');
});

it('quotes no more than a page could hold', async () => {
  const answered = { from: 'Ada', at: '2026-03-01T10:20:30.000Z', text: 'x'.repeat(100_000) };
  const letter = await written({ of: { session, seq: 2, isAutomatic: false, answered } });
  expect(letter.length).toBeLessThan(50_000);
});
