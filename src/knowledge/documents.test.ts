import { spawnSync } from 'node:child_process';
import { readDocument } from './documents';

const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F1 18 Tf 20 200 Td (Hello refund) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>`;

describe('reading a document', () => {
  it('takes the title from the first heading', async () => {
    expect(await readDocument('a.md', Buffer.from('# Returns\n\nSend it back.'))).toEqual({
      title: 'Returns',
      content: '# Returns\n\nSend it back.',
    });
    expect((await readDocument('folder/Opening hours.txt', Buffer.from('8 to 6'))).title).toBe(
      'Opening hours',
    );
  });

  it('keeps what a browser would show of HTML, and nothing else', async () => {
    const html =
      '<head><title>x</title></head><h1>Returns</h1><p>Send it <b>back</b>.</p><p style="display:none">CANARY</p>' +
      '<script>CANARY</script><ul><li>one</li></ul><img src="https://evil.test/x" alt="a box">';
    const { title, content } = await readDocument('a.html', Buffer.from(html));
    expect(title).toBe('Returns');
    expect(content).toContain('Send it **back**.');
    expect(content).not.toMatch(/CANARY|evil/);
  });

  it('reads the text of a PDF', () => {
    // In a process of its own: the PDF reader imports a module in a way that jest cannot.
    const code = `require('./src/knowledge/documents').readDocument('a.pdf', require('node:fs').readFileSync(0))
      .then(({ content }) => console.log(content))`;
    const read = spawnSync(process.execPath, ['--import', 'tsx', '-e', code], {
      input: pdf,
      encoding: 'utf8',
    });
    expect(read.stdout).toContain('Hello refund');
  });

  it.each([
    ['program.exe', 'MZ'],
    ['broken.docx', 'no zip'],
    ['empty.md', '  \n'],
    ['latin.txt', Buffer.from([0xe9, 0x20, 0xe9])],
  ])('refuses %s with a sentence', async (name, bytes) => {
    await expect(readDocument(name, Buffer.from(bytes as string))).rejects.toMatchObject({ code: 'invalid' });
  });
});
