import type { Channel } from '../channel';
import { routeHeader } from './accept-mail';
import { createEmail } from './index';
import { createMailReader } from './reading/reader';
import { createSessionTokens } from './session-token';

const reader = createMailReader();
let email: Channel;
beforeAll(() => {
  email = createEmail({
    reader,
    tokens: createSessionTokens('secret'),
    authservId: 'parley-0123456789ab',
    rawOf: () => Promise.resolve(undefined),
    resolve: () => Promise.reject(new Error('nothing is sent')),
    signIn: () => Promise.resolve(undefined),
  });
});
afterAll(() => reader.close());

async function verdict(route: string | undefined, by: string): Promise<unknown> {
  const body = Buffer.from(
    `Authentication-Results: ${by}; dmarc=pass header.from=bank.com\r\nFrom: victim@bank.com\r\n\r\nHello\r\n`,
  );
  const headers: Record<string, string> = route === undefined ? {} : { [routeHeader]: route };
  const settings = { address: 'support@shop.test', authservId: 'mx.google.com' };
  const [event] = await email.read!({ body, headers }, settings);
  return event?.kind === 'message' ? event.content.mail?.verdict : event;
}

test.each([
  ['smtp', 'parley-0123456789ab', 'pass'],
  ['smtp', 'mx.google.com', 'unknown'],
  ['imap', 'mx.google.com', 'pass'],
  ['imap', 'parley-0123456789ab', 'unknown'],
  [undefined, 'mx.google.com', 'pass'],
  [undefined, 'parley-0123456789ab', 'unknown'],
])('a mail that came by %s is, by the word of %s: %s', async (route, by, expected) =>
  expect(await verdict(route, by)).toBe(expected),
);
