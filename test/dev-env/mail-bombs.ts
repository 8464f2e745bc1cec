// Mails that are made to cost: thirty and one, each of its own kind, as small or as large as such are sent.

const head = 'From: mira@shop.example\r\nMessage-ID: <bomb@shop.example>\r\nSubject: bomb\r\n';
const mixed = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n';
const html = (inner: string) => Buffer.from(`${head}Content-Type: text/html\r\n\r\n${inner}`);
const plain = (inner: string) => Buffer.from(`${head}\r\n${inner}`);
const mebibyte = 1024 * 1024;

/** Each part holds the next. */
function nested(depth: number, open: (n: number) => string): Buffer {
  return Buffer.from(head + Array.from({ length: depth }, (_, n) => open(n)).join('') + '\r\n\r\nbottom');
}

function parts(count: number, part: (n: number) => string): Buffer {
  return Buffer.from(
    `${head}${mixed}${Array.from({ length: count }, (_, n) => `--b\r\n${part(n)}\r\n`).join('')}--b--\r\n`,
  );
}

function attached(type: string, body: Buffer, encoding: string): Buffer {
  const before = `${head}${mixed}--b\r\nContent-Type: text/plain\r\n\r\nsee the file\r\n--b\r\nContent-Type: ${type}; name=a.zip\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return Buffer.concat([Buffer.from(before), body, Buffer.from('\r\n--b--\r\n')]);
}

/** Local headers of a zip that name the next zip: it is never unpacked. */
const zips = () =>
  Buffer.from(Array.from({ length: 20_000 }, () => 'PK\u0003\u0004inner.zip').join(''), 'latin1');

/** Made when they are asked for: together they are large. */
export const mailBombs: Record<string, () => Buffer> = {
  'MIME 10,000 deep': () =>
    nested(10_000, (n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`),
  'MIME 10,000 deep, one boundary': () =>
    nested(10_000, () => 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'),
  'mails 5,000 deep': () => nested(5_000, () => 'Content-Type: message/rfc822\r\n\r\n'),
  '10,000 attachments': () =>
    parts(10_000, (n) => `Content-Disposition: attachment; filename=${n}.txt\r\n\r\n${n}`),
  '100,000 empty parts': () => parts(100_000, () => ''),
  '10,000 alternatives': () =>
    parts(10_000, () => 'Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--'),
  'a header of 20 MB': () => Buffer.from(`${head}X-Long: ${'a'.repeat(20 * mebibyte)}\r\n\r\nbody`),
  '200,000 headers': () => Buffer.from(`${head}${'X-Many: 1\r\n'.repeat(200_000)}\r\nbody`),
  'a header of 500,000 folds': () => Buffer.from(`${head}X-Folds:${'\r\n a'.repeat(500_000)}\r\n\r\nbody`),
  '100,000 addresses': () => Buffer.from(`${head}To: ${'a <a@b.example>, '.repeat(100_000)}\r\n\r\nbody`),
  'addresses of brackets': () =>
    Buffer.from(`${head}Cc: ${'<"(<'.repeat(50_000)}\r\nReply-To: ${'('.repeat(60_000)}\r\n\r\nbody`),
  'groups in groups': () => Buffer.from(`${head}Cc: ${'a:'.repeat(30_000)}${';'.repeat(30_000)}\r\n\r\nbody`),
  '50,000 encoded words': () =>
    Buffer.from(`${head}X-A: b\r\nSubject: ${'=?utf-8?q?=41?= '.repeat(50_000)}\r\n\r\nbody`),
  'words that never end': () =>
    Buffer.from(`${head}Comments: x\r\nTo: ${'=?utf-8?q?'.repeat(50_000)}\r\n\r\nbody`),
  '100,000 references': () =>
    Buffer.from(`${head}References: ${'<a@b.example> '.repeat(100_000)}\r\n\r\nbody`),
  '100,000 parameters': () =>
    Buffer.from(`${head}Content-Type: text/plain${'; a*0*=b'.repeat(100_000)}\r\n\r\nbody`),
  'a report without fields': () =>
    Buffer.from(
      `${head}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${'\r\n\u0001'.repeat(150_000)}`,
    ),
  'a boundary on every line': () => Buffer.from(`${head}${mixed}${'--bb\r\n'.repeat(500_000)}`),
  'a line of 50 MB': () => plain('a'.repeat(50 * mebibyte)),
  'a line of 60 MB and more': () => plain('a'.repeat(61 * mebibyte)),
  'lines of > and spaces': () => plain(`${'> '.repeat(100_000)}\r\n`.repeat(50)),
  '5,000,000 empty lines': () => plain('\r\n'.repeat(5_000_000)),
  'words over quotes, 100,000 times': () => plain('On 3 March 2026 at 9:15, a@b.example\r\n'.repeat(100_000)),
  '40 MB of base64': () => attached('application/zip', Buffer.alloc(40 * mebibyte, 'QUJD'), 'base64'),
  'zip in zip': () => attached('application/zip', Buffer.from(zips().toString('base64')), 'base64'),
  '20 MB of = and line ends': () =>
    Buffer.concat([
      Buffer.from(`${head}Content-Transfer-Encoding: quoted-printable\r\n\r\n`),
      Buffer.alloc(20 * mebibyte, '=\n'),
    ]),
  'HTML 200,000 deep': () => html('<div>'.repeat(200_000)),
  'HTML, 300,000 ends of nothing': () => html(`${'<a>'.repeat(900)}${'</b>'.repeat(300_000)}`),
  'HTML, 100,000 attributes': () =>
    html(`<p ${Array.from({ length: 100_000 }, (_, n) => `a${n}=1`).join(' ')}>x</p>`),
  'HTML, a style of 2 MB': () =>
    html(`<p style="${'color:red;'.repeat(200_000)}">x</p><style>${'a{b:c}'.repeat(100_000)}</style>`),
  'HTML of < and &': () => html('<&#x'.repeat(500_000)),
};
