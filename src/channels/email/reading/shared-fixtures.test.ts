import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mail } from './mail';
import { htmlLines } from './html-lines';
import { readMail } from './read-mail';
import { plainLines, replyOf } from './reply';

/** Other people's mails, which are not shipped. */
const shared = join(__dirname, '../../../../../shared/fixtures/email');
const isThere = existsSync(join(shared, 'eml'));
const whereThere = isThere ? describe : describe.skip;

const under = (folder: string): string[] =>
  isThere
    ? (readdirSync(join(shared, folder), { recursive: true }) as string[]).filter((name) =>
        /\.(?:eml|json)$/.test(name),
      )
    : [];
const read = (name: string) => readMail(readFileSync(join(shared, 'eml', name)));

interface ExpectedPart {
  is_encoding_problem: boolean;
  headers: Array<{
    name: unknown;
    value: { Text?: string; Address?: { List?: Array<{ address: string }> } };
  }>;
  body: { Text?: string; Html?: string; Binary?: number[]; Message?: unknown };
}
interface Expected {
  text_body: number[];
  html_body: number[];
  attachments: number[];
  parts: ExpectedPart[];
}

const flat = (text: string) => text.replace(/[\u0000-\u0008\u000b-\u001f\s]+/g, ' ').trim();

function expectParse(mail: Mail, { parts, ...expected }: Expected) {
  const whole = flat(mail.wholeText ?? mail.text);
  const shown = flat(mail.html ?? '');
  for (const part of expected.text_body.map((n) => parts[n]!))
    expect(whole).toContain(flat(part.body.Text ?? ''));
  for (const { body } of expected.html_body.map((n) => parts[n]!))
    expect(shown).toContain(flat(/<p>([^<]*)/.exec(body.Html ?? '')?.[1] ?? ''));
  const files = expected.attachments.map((n) => parts[n]!).filter((part) => !part.is_encoding_problem);
  expect(mail.attachments).toHaveLength(files.length);
  files.forEach(({ body }, n) => body.Binary && expect(mail.attachments[n]!.size).toBe(body.Binary.length));
  const header = (name: string) => parts[0]!.headers.find((one) => one.name === name)?.value;
  expect(mail.subject).toBe(header('subject')?.Text);
  expect(mail.messageId).toBe(header('message_id')?.Text);
  const from = header('from')?.Address?.List?.[0]?.address;
  expect(mail.from?.address).toBe(from?.includes('@') ? from : undefined);
}

whereThere('shared mails (skipped: ../shared/fixtures/email is not here)', () => {
  it.each(under('eml'))('reads %s', (name) => {
    const mail = read(name);
    expect(mail.attachments.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(mail)).not.toMatch(/\\u0000|"undefined"/);
  });

  it.each(under('expected'))('parses as expected: %s', (name) => {
    const expected = JSON.parse(readFileSync(join(shared, 'expected', name), 'utf8')) as Expected;
    expectParse(read(name.replace(/json$/, 'eml')), expected);
  });

  it('finds the reply in at least nine of ten', () => {
    const cases = JSON.parse(readFileSync(join(shared, 'reply_cases.json'), 'utf8')) as Array<{
      id: string;
      contentType: string;
      text: string;
      expectedReply: string | null;
      match: string | null;
      mustContain?: string[];
      mustNotContain?: string[];
    }>;
    const missed = cases.filter(
      ({ contentType, text, expectedReply, match, mustContain = [], mustNotContain = [] }) => {
        const reply = replyOf(contentType === 'text/html' ? htmlLines(text) : plainLines(text));
        if (
          mustContain.some((one) => !reply.includes(one)) ||
          mustNotContain.some((one) => reply.includes(one))
        )
          return true;
        if (match === null) return false;
        const shape =
          match === 'equals' ? (one: string) => one.trim() : (one: string) => one.replace(/\s+/g, '');
        return shape(reply) !== shape(expectedReply ?? '');
      },
    );
    const ids = missed.map(({ id }) => id);
    expect(ids.length > cases.length / 10 ? ids : []).toEqual([]);
  });
});
