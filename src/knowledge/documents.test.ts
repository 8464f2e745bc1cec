import { readDocument } from './documents';

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

  it.each([
    ['program.exe', 'MZ'],
    ['broken.docx', 'no zip'],
    ['empty.md', '  \n'],
    ['latin.txt', Buffer.from([0xe9, 0x20, 0xe9])],
  ])('refuses %s with a sentence', async (name, bytes) => {
    await expect(readDocument(name, Buffer.from(bytes as string))).rejects.toMatchObject({ code: 'invalid' });
  });
});
