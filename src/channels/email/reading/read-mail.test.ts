import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMail } from './read-mail';

const own = join(__dirname, '../../../../test/fixtures/email');
const expected = JSON.parse(readFileSync(join(own, 'expected.json'), 'utf8')) as Record<
  string,
  Record<string, unknown>
>;

/** null in the file: it is not there. */
const asExpected = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? undefined]));

describe('mails as they come', () => {
  it.each(Object.keys(expected))('reads %s', (name) => {
    const mail = readMail(readFileSync(join(own, `${name}.eml`)));
    const wanted = asExpected(expected[name]!);
    const { oddities, ...rest } = wanted;
    expect({ ...mail, automatic: mail.automatic, bounce: mail.bounce }).toMatchObject(rest);
    if (oddities) expect(mail.oddities).toEqual(expect.arrayContaining(oddities as string[]));
  });

  it('has no mail without an expectation', () => {
    const names = readdirSync(own).flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -4)] : []));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });
});
