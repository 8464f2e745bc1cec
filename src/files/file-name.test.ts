import { cleanFileName } from './file-name';

describe('a file name from outside', () => {
  it.each([
    ['photo.png', 'photo.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\photo.png', 'photo.png'],
    ['a\r\nSet-Cookie: b.png', 'aSet-Cookie_ b.png'],
    ['a\u0000b.png', 'ab.png'],
    ['invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['\ud800half.png', 'half.png'],
    ['e\u0301.png', 'é.png'],
    ['  two   spaces .txt ', 'two spaces .txt'],
    ['.htaccess', 'htaccess'],
    ['CON<>:"|?*.txt', 'CON_______.txt'],
    ['', 'file'],
    ['/', 'file'],
    ['..', 'file'],
    ['\u200f\n', 'file'],
    ['写真 😀.jpeg', '写真 😀.jpeg'],
  ])('%j becomes %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  it('is at most 120 characters long, keeps its extension and halves no character', () => {
    const long = cleanFileName(`${'😀'.repeat(300)}.jpeg`);
    expect([...long]).toHaveLength(120);
    expect(long.endsWith('😀.jpeg')).toBe(true);
    expect([...cleanFileName(`a.${'b'.repeat(500)}`)]).toHaveLength(120);
  });

  it('stays what it is when it is cleaned again', () => {
    for (const name of ['a/b/ .c', '. .x. .', `${'x'.repeat(119)}. y`, 'a\u2028b'])
      expect(cleanFileName(cleanFileName(name))).toBe(cleanFileName(name));
  });
});

it('does not end in dots and spaces, also where it was cut', () => {
  expect(cleanFileName('a. . .')).toBe('a');
  expect(cleanFileName('. '.repeat(4_000))).toBe('file');
  expect(cleanFileName(`${'a'.repeat(118)}. .${'b'.repeat(50)}`)).toBe('a'.repeat(118));
});
