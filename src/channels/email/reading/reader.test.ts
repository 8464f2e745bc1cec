import { mailBombs } from '../../../../test/dev-env/mail-bombs';
import { tooLargeToRead, type MailReader } from './mail';
import { createMailReader, type MailReaderLimits } from './reader';

let reader: MailReader | undefined;
afterEach(async () => {
  await reader?.close();
  reader = undefined;
});

const start = (limits?: MailReaderLimits) => (reader = createMailReader(limits));

const mail = Buffer.from(
  'From: mira@shop.example\r\nMessage-ID: <a@shop.example>\r\nSubject: cups\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' +
    '--b\r\n\r\nTwo, please.\r\n--b\r\nContent-Type: image/png; name=cup.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n',
);

describe('reading mails in a thread', () => {
  it('reads a mail and its attachments', async () => {
    const { read, attachment } = start();
    expect(await read(mail)).toMatchObject({
      messageId: 'a@shop.example',
      from: { address: 'mira@shop.example' },
      subject: 'cups',
      text: 'Two, please.',
      attachments: [{ index: 0, fileName: 'cup.png', size: 8 }],
    });
    const { body, mediaType, fileName } = await attachment(mail, 0);
    expect([fileName, mediaType, Buffer.isBuffer(body), body.toString('hex')]).toEqual([
      'cup.png',
      'image/png',
      true,
      '89504e470d0a1a0a',
    ]);
    await expect(attachment(mail, 1)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('reads the headers of a mail that takes too long, and the next mail whole', async () => {
    const { read } = start({ timeMs: 1 });
    expect(await read(mail)).toMatchObject({
      subject: 'cups',
      text: '',
      attachments: [],
      oddities: [tooLargeToRead],
    });
    await reader!.close();
    expect((await start().read(mail)).text).toBe('Two, please.');
  });

  it('is over with its server', async () => {
    const { read, close } = start();
    await close();
    await expect(read(mail)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('takes thirty bombs, one after the other, and a mail after them', async () => {
    const { read } = start();
    expect(Object.keys(mailBombs)).toHaveLength(31);
    for (const [name, bomb] of Object.entries(mailBombs)) {
      const taken = await read(bomb());
      expect([name, taken.subject, taken.messageId]).toEqual([name, expect.any(String), 'bomb@shop.example']);
      expect(taken.attachments.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(taken).length).toBeLessThan(2_000_000);
    }
    expect((await read(mail)).text).toBe('Two, please.');
  });
});
