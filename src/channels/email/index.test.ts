import { createEmail } from '.';
import { createSessionTokens } from './session-token';

it('reads the files of one mail one after the other: each holds the whole of it meanwhile', async () => {
  const held = { now: 0, most: 0 };
  const refuse = () => Promise.reject(new Error('Nothing is sent here.'));
  const channel = createEmail({
    reader: {
      read: refuse,
      async attachment(_, index) {
        await new Promise(setImmediate);
        held.now -= 1;
        return { body: Buffer.from(`file ${index}`), mediaType: 'text/plain', fileName: 'a.txt' };
      },
      close: () => Promise.resolve(),
    },
    tokens: createSessionTokens('secret'),
    rawOf() {
      held.now += 1;
      held.most = Math.max(held.most, held.now);
      return Promise.resolve(Buffer.from('a mail'));
    },
    authservId: 'nobody',
    resolve: refuse,
    signIn: refuse,
  });
  const files = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { body } = await channel.fetchMedia!({}, { id: `key/${index}` }, 'a channel');
      const parts: Uint8Array[] = [];
      for await (const part of body) parts.push(part);
      return Buffer.concat(parts).toString();
    }),
  );
  expect(files).toEqual(Array.from({ length: 20 }, (_, index) => `file ${index}`));
  expect(held).toEqual({ now: 0, most: 1 });
});
