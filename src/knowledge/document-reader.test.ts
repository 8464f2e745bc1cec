import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createDeflate, deflateSync } from 'node:zlib';
import { eventually } from '../tools/eventually';
import { createDocumentReader, type DocumentReader, type ReaderLimits } from './document-reader';

let reader: DocumentReader | undefined;
afterEach(async () => {
  await reader?.close();
  reader = undefined;
});

/** One reader a test, with time enough for any machine. */
function read(fileName: string, bytes: Buffer, limits?: ReaderLimits) {
  reader ??= createDocumentReader({ timeMs: 240_000, ...limits });
  return reader.read(fileName, bytes);
}

/** One page. @param packed its content, deflated */
function pdf(packed: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
4 0 obj<</Length ${packed.length}/Filter/FlateDecode>>stream
`),
    packed,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>'),
  ]);
}

async function deflatedSpaces(mebibytes: number): Promise<Buffer> {
  const spaces = Buffer.alloc(1024 * 1024, ' ');
  return buffer(Readable.from(Array.from({ length: mebibytes }, () => spaces)).pipe(createDeflate()));
}

interface Zip {
  file(name: string, content: string): void;
  generateAsync(options: object): Promise<Buffer>;
}

/** What Word writes, as far as it is read; mammoth brings the zip. */
async function docx(body: string): Promise<Buffer> {
  const JsZip = createRequire(require.resolve('mammoth'))('jszip') as new () => Zip;
  const zip = new JsZip();
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  zip.file(
    '_rels/.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="r1" Type="${relations}/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  zip.file('[Content_Types].xml', '<Types/>');
  zip.file(
    'word/document.xml',
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
      <w:body>${body}</w:body></w:document>`,
  );
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: { level: 9 } });
}

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const row = (...cells: string[]) =>
  `<w:tr>${cells.map((text) => `<w:tc>${paragraph(text)}</w:tc>`).join('')}</w:tr>`;
const table = `<w:tbl>${row('Service', 'Days')}${row('Standard', '3')}${row('Express', '1')}</w:tbl>`;
const nested = (depth: number) => Buffer.from('<div>'.repeat(depth) + 'deep' + '</div>'.repeat(depth));
/** Takes minutes. */
const endless = nested(400_000);

describe('reading documents in a thread', () => {
  it('reads what a document holds', async () => {
    expect(await read('a.md', Buffer.from('# Returns\n\nSend it back.'))).toEqual({
      title: 'Returns',
      content: '# Returns\n\nSend it back.',
    });
    const page = pdf(deflateSync('BT /F1 18 Tf 20 200 Td (Hello refund) Tj ET'));
    expect((await read('a.pdf', page)).content).toBe('Hello refund');
    expect((await read('a.docx', await docx(paragraph('Five days.')))).content).toBe('Five days.');
    expect((await read('a.docx', await docx(table))).content).toBe(
      '- Service: Standard; Days: 3\n- Service: Express; Days: 1',
    );
    expect((await read('a.html', nested(5_000))).content).toBe('deep');
  });

  it('keeps the code and the sentence of what is refused', async () => {
    await expect(read('program.exe', Buffer.from('MZ'))).rejects.toMatchObject({
      name: 'DomainError',
      code: 'invalid',
      message: expect.stringMatching(/^Only these can be read/) as string,
    });
    await expect(read('broken.docx', Buffer.from('no zip'))).rejects.toMatchObject({ code: 'invalid' });
    const long = Buffer.from('long '.repeat(50_000));
    await expect(read('a.txt', long)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('lets the main thread do its work meanwhile', async () => {
    const paragraphs = Array.from({ length: 20_000 }, (_, n) =>
      paragraph(`Paragraph ${n} is about refunds.`),
    );
    const large = await docx(paragraphs.join(''));
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 1);
    await expect(read('a.docx', large)).rejects.toMatchObject({ code: 'too_large' });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(30);
  });

  it('ends what unpacks to more than there is room for', async () => {
    const bomb = read('a.pdf', pdf(await deflatedSpaces(400)), { memoryMb: 150 });
    await expect(bomb).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('memory') as string,
    });
    const small = docx(paragraph('a'.repeat(50)).repeat(400_000));
    await expect(read('a.docx', await small)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('memory') as string,
    });
    expect((await read('b.md', Buffer.from('still here'))).content).toBe('still here');
  });

  it('ends what takes too long, and reads the next', async () => {
    await expect(read('a.html', endless, { timeMs: 4_000 })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('too long') as string,
    });
    expect(await eventually(() => read('b.md', Buffer.from('second')))).toMatchObject({ content: 'second' });
  });

  it('refuses more than may wait', async () => {
    const limits = { waiting: 1 };
    const first = read('a.md', Buffer.from('first'), limits);
    const second = read('b.md', Buffer.from('second'), limits);
    await expect(read('c.md', Buffer.from('third'), limits)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfter: 10,
    });
    expect([(await first).content, (await second).content]).toEqual(['first', 'second']);
    expect((await read('c.md', Buffer.from('third'), limits)).content).toBe('third');
  });

  it('ends with its server', async () => {
    const running = expect(read('a.html', endless)).rejects.toMatchObject({ code: 'unavailable' });
    const waiting = expect(read('b.md', Buffer.from('b'))).rejects.toMatchObject({ code: 'unavailable' });
    // By then the first has its thread.
    await new Promise(setImmediate);
    await reader!.close();
    await Promise.all([running, waiting]);
    await expect(read('c.md', Buffer.from('c'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
