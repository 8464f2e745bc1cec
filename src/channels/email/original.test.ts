import type { Message } from '../../protocol/model/message';
import { createOriginal } from './original';
import type { Mail } from './reading/mail';

const message = {
  content: { mail: {}, mediaType: 'message/rfc822', mediaUrl: '/files/x' },
} as unknown as Message;

const original = (html: string, size: number) =>
  createOriginal({
    reader: {
      read: () =>
        Promise.resolve({
          text: 'words',
          html,
          attachments: [
            { index: 0, contentId: 'a', mediaType: 'image/png', size, isInline: true, fileName: 'a.png' },
          ],
        } as unknown as Mail),
      attachment: () =>
        Promise.resolve({ body: Buffer.alloc(size), mediaType: 'image/png', fileName: 'a.png' }),
    },
    fileOf: () =>
      Promise.resolve({
        fileName: 'Original.eml',
        mediaType: 'message/rfc822',
        size: 1,
        read: () => Promise.resolve(Buffer.from('x')),
      }),
  })('organization', message);

it('puts the pictures of a mail into it, as long as all that is shown stays small', async () => {
  const once = await original('<img src="cid:a">', 300_000);
  expect(once.html).toContain('src="data:image/png;base64,');
  const often = await original('<img src="cid:a">'.repeat(1_300), 300_000);
  expect(often.html).not.toContain('data:');
  expect(often.text).toBe('words');
});

it('is of mails only', async () => {
  const other = { content: { text: 'hello' } } as Message;
  const fileOf = () => Promise.reject(new Error('never asked'));
  await expect(
    createOriginal({ reader: { read: fileOf, attachment: fileOf }, fileOf })('organization', other),
  ).rejects.toMatchObject({ code: 'not_found' });
});
