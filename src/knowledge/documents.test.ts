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
      '<head><title>Returns – Harbour &amp; Pine</title></head><h1>Returns</h1><p>Send it <b>back</b>.</p><p style="display:none">CANARY</p>' +
      '<script>CANARY</script><ul><li>one</li></ul><img src="https://evil.test/x" alt="a box">';
    const { title, content } = await readDocument('a.html', Buffer.from(html));
    expect(title).toBe('Returns');
    expect(content).toContain('Send it **back**.');
    expect(content).not.toMatch(/CANARY|evil/);
  });

  it.each([
    [
      '<title>Care &amp; repair of\n the Aurora_lamp</title><h1>Overview</h1><p>Oil it.</p>',
      'Care & repair of the Aurora_lamp',
    ],
    ['<html><head><TITLE>Delivery</TITLE></head><body><h2>Norway</h2><p>Five days.</p>', 'Delivery'],
    ['<h2>Norway</h2><p>Five days.</p>', 'Norway'],
    ['<title> </title><p>Five days.</p>', 'page'],
  ])('a page is called what its title says: %s', async (html, title) => {
    const read = await readDocument('page.html', Buffer.from(html));
    expect(read.title).toBe(title);
    expect(read.content).toMatch(/(Five days|Oil it)\.$/);
    expect(read.content).not.toMatch(/Delivery|Aurora/);
  });

  it('keeps the rows of a table together, with the names of their columns', async () => {
    const html = `<p>What it costs:</p><table><caption>Delivery</caption><thead><tr><th>Service</th><th>Time</th><th>Price</th></tr></thead>
      <tbody><tr><td>Standard</td><td><p>3 days</p></td><td>£4.95</td></tr><tr><td>Express</td><td></td><td><b>£9</b></td></tr>
      <tr style="display:none"><td>CANARY</td><td>1</td><td>2</td></tr></tbody></table><p>Free above £50.</p>`;
    expect((await readDocument('a.html', Buffer.from(html))).content).toBe(
      'What it costs:\n\nDelivery\n\n- Service: Standard; Time: 3 days; Price: £4.95\n- Service: Express; Price: **£9**\n\nFree above £50.',
    );
  });

  it.each([
    [
      '<tr><td>Standard</td><td>3 days</td></tr><tr><td>Express</td><td>1 day</td></tr>',
      '- Standard; 3 days\n- Express; 1 day',
    ],
    [
      '<tr><th>Weight:</th><td>2 kg</td></tr><tr><th>Height</th><td>40 cm</td></tr>',
      '- Weight: 2 kg\n- Height: 40 cm',
    ],
    [
      '<tr><td><b>Zone</b></td><td><b>Price</b></td></tr><tr><td>EU</td><td>£9</td></tr>',
      '- Zone: EU; Price: £9',
    ],
    [
      '<tr><th>Day</th><th colspan="2">Hours</th></tr><tr><td>Monday</td><td>8</td><td>18</td></tr>',
      '- Day: Monday; Hours: 8; 18',
    ],
    [
      '<tr><th>To</th><th>By</th><th>Days</th></tr><tr><td rowspan="2">Norway</td><td>Post</td><td>5</td></tr><tr><td>Courier</td><td>2</td></tr>',
      '- To: Norway; By: Post; Days: 5\n- To: Norway; By: Courier; Days: 2',
    ],
    ['<tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr>', '- a; b'],
    // Word's own styles of tables make headings bold without saying so of their cells.
    [
      '<tr><td>Service</td><td>Price</td></tr><tr><td>Grinding</td><td>£25</td></tr><tr><td>Waxing</td><td>£18</td></tr>',
      '- Service: Grinding; Price: £25\n- Service: Waxing; Price: £18',
    ],
    [
      '<tr><td>Shop</td><td>Anna</td></tr><tr><td>Workshop</td><td>Ben</td></tr><tr><td>Floor</td><td>2</td></tr>',
      '- Shop; Anna\n- Workshop; Ben\n- Floor; 2',
    ],
    [
      '<tr><td>Monday</td><td>closed</td></tr><tr><td>Tuesday</td><td>9-18</td></tr><tr><td>Wednesday</td><td>9-17</td></tr>',
      '- Monday; closed\n- Tuesday; 9-18\n- Wednesday; 9-17',
    ],
    ['<tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p></td></tr>', '## Left\n\nOne.\n\nTwo.'],
  ])('reads the table %s', async (rows, content) => {
    expect((await readDocument('a.html', Buffer.from(`<table>${rows}</table>`))).content).toBe(content);
  });

  it.each([
    ['---\ntitle: Returns\ntags: [a, b]\n---\n\nSend it back.', 'Returns', 'Send it back.'],
    [
      '\ufeff---\r\ntitle: "Returns: how" # ours\r\nauthor:\r\n  - Sam\r\n---\r\n# Other\r\nSend it.',
      'Returns: how',
      '# Other\nSend it.',
    ],
    ["+++\ntitle = 'Returns'\n+++\nSend it.", 'Returns', 'Send it.'],
    ['---\ndraft: true\n---\n# Returns\nSend it.', 'Returns', '# Returns\nSend it.'],
    ['---\nA rule, no front matter.\n---\nSend it.', 'a', '---\nA rule, no front matter.\n---\nSend it.'],
    ['---\ntitle: never ends\n\nSend it.', 'a', '---\ntitle: never ends\n\nSend it.'],
  ])('takes the title of front matter, and leaves the rest of it out: %j', async (text, title, content) => {
    expect(await readDocument('a.md', Buffer.from(text))).toEqual({ title, content });
  });

  it('keeps no NUL, which no database keeps, in the title, the words or the name', async () => {
    const html = Buffer.from('<title>Re\0turns&#0;</title><p>Send it\0 back.</p>');
    expect(JSON.stringify(await readDocument('a.html', html))).not.toContain('\\u0000');
    const named = await readDocument('Opening\0 hours.txt', Buffer.from('8 to 6\0'));
    expect(named).toEqual({ title: 'Opening hours', content: '8 to 6' });
  });

  it('reads text in UTF-16, with a byte order mark and without', async () => {
    for (const text of ['# Returns\n\nSend it back.', '\ufeff# Returns\n\nSend it back.']) {
      const read = { title: 'Returns', content: '# Returns\n\nSend it back.' };
      expect(await readDocument('a.md', Buffer.from(text, 'utf16le'))).toEqual(read);
      expect(await readDocument('a.md', Buffer.from(text, 'utf16le').swap16())).toEqual(read);
    }
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
