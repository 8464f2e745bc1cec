import type { Message } from '../protocol/model/message';
import { createLinks } from './sign';

const file = '0a1b2c3d-0000-4000-8000-000000000001';
const at = 1_700_000_000_000;
const links = createLinks('key', () => at);

const message = (content: Message['content']): Message => ({
  id: 'm',
  sessionId: 's',
  seq: 1,
  type: 'file',
  sender: 'agent',
  content,
  metadata: {},
  isRead: false,
  timestamp: new Date(at).toISOString(),
});

describe('the link of a message', () => {
  it('costs nothing where there is no file', () => {
    const text = message({ text: 'hello' });
    expect(links.withLinks('o', text)).toBe(text);
  });

  it('is left alone when it is not one of ours', () => {
    for (const mediaUrl of ['https://a.example/b.png', '/files/x', `/files/${file}?signature=1`]) {
      const other = message({ mediaUrl });
      expect(links.withLinks('o', other)).toBe(other);
    }
  });

  it('is good for 55 to 60 minutes, and the message in the log keeps its own', () => {
    const stored = message({ mediaUrl: `/files/${file}`, fileName: 'a.pdf' });
    const { mediaUrl, fileName } = links.withLinks('o', stored).content;
    expect(stored.content.mediaUrl).toBe(`/files/${file}`);
    expect(fileName).toBe('a.pdf');
    const url = new URL(mediaUrl!, 'http://here');
    const expires = Number(url.searchParams.get('expires'));
    expect(expires * 1000 - at).toBeGreaterThan(55 * 60_000);
    expect(expires * 1000 - at).toBeLessThanOrEqual(60 * 60_000);
    const link = { id: file, organizationId: 'o', sessionId: 's', expires };
    const signature = url.searchParams.get('signature')!;
    expect(links.check(link, signature)).toBe('good');
    for (const changed of [
      { id: 'x' },
      { organizationId: 'x' },
      { sessionId: 'x' },
      { expires: expires + 1 },
    ])
      expect(links.check({ ...link, ...changed }, signature)).toBe('wrong');
    for (const wrong of ['', signature.slice(1), `${signature}AAAA`])
      expect(links.check(link, wrong)).toBe('wrong');
    expect(createLinks('key', () => expires * 1000).check(link, signature)).toBe('over');
    expect(createLinks('key', () => expires * 1000 - 1).check(link, signature)).toBe('good');
    expect(createLinks('other', () => at).check(link, signature)).toBe('wrong');
  });
});
