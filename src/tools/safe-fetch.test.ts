import type { lookup } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually';
import { createSafeFetch } from './safe-fetch';

const closed = createSafeFetch({ allow: [] });
const open = createSafeFetch({ allow: ['127.0.0.0/8'] });
const servers: Server[] = [];

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Names resolve to the next of these answers, then to the last one. */
function names(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = ((name: string, _: unknown, done: (error: null, all: object[]) => void) => {
    asked.push(name);
    const answer = answers[Math.min(asked.length, answers.length) - 1]!;
    done(
      null,
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
  return { asked, resolve };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('addresses inside', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.0.0.1./',
    'http://１２７.０.０.１/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001::1]/',
    'http://[2001:db8::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'https://127.0.0.1/',
  ])('refuses %s', async (url) => {
    await expect(closed(url)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses localhost by its name', async () => {
    await expect(closed('http://localhost/')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    ['64:ff9b::a00:1'],
    ['fd00::1'],
    ['169.254.169.254'],
  ])('refuses a name that leads to %s', async (address) => {
    const fetch = createSafeFetch({ allow: [], resolve: names([address]).resolve });
    await expect(fetch('http://innocent.example/')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses a name of which any address is inside', async () => {
    const fetch = createSafeFetch({ allow: [], resolve: names(['93.184.215.14', '10.0.0.1']).resolve });
    await expect(fetch('http://both.example/')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('connects to the address that it checked, though the name leads elsewhere the second time', async () => {
    const url = new URL(await serve((_, answer) => answer.end('checked')));
    const { asked, resolve } = names(['127.0.0.1'], ['10.0.0.1']);
    const fetch = createSafeFetch({ allow: ['127.0.0.1'], resolve });
    const response = await fetch(`http://rebinds.example:${url.port}/`);
    expect(await response.text()).toBe('checked');
    expect(asked).toEqual(['rebinds.example']);
    await expect(fetch(`http://rebinds.example:${url.port}/`)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each(['http://10.0.0.1/', 'http://[::1]/', '//169.254.169.254/latest', 'http://localhost.example/'])(
    'refuses a redirect to %s',
    async (location) => {
      const url = await serve((_, answer) => answer.writeHead(302, { location }).end());
      const fetch = createSafeFetch({ allow: ['127.0.0.1'], resolve: names(['10.0.0.1']).resolve });
      await expect(fetch(url)).rejects.toMatchObject({ code: 'forbidden' });
    },
  );
});

describe('what is no address', () => {
  it.each([
    '',
    'nonsense',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'data:text/plain,x',
    'http://u:p@example.com/',
  ])('refuses %j', async (url) => {
    await expect(closed(url)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('refuses a redirect to another scheme', async () => {
    const url = await serve((_, answer) => answer.writeHead(302, { location: 'file:///etc/passwd' }).end());
    await expect(open(url)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('says which CIDR of the allow-list is wrong', () => {
    expect(() => createSafeFetch({ allow: ['somewhere'] })).toThrow('somewhere');
  });
});

describe('a fetch', () => {
  it('sends method, headers and body, and hands the body on as it comes', async () => {
    let goOn = (): void => undefined;
    const firstIsRead = new Promise<void>((resolve) => (goOn = resolve));
    const url = await serve(async (request, answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      answer.writeHead(201, { 'x-method': request.method, 'x-key': request.headers['x-key'] });
      answer.write('one ');
      await firstIsRead;
      answer.end(`two ${Buffer.concat(chunks).toString()}`);
    });
    const response = await open(url, { method: 'POST', headers: { 'x-key': 'k' }, body: 'three' });
    expect(response).toMatchObject({ status: 201, headers: { 'x-method': 'POST', 'x-key': 'k' } });
    const pieces: string[] = [];
    for await (const piece of response.body) {
      pieces.push(Buffer.from(piece).toString());
      goOn();
    }
    expect(pieces).toEqual(['one ', 'two three']);
  });

  it('follows a redirect without the secrets when it leads to another origin', async () => {
    const target = await serve((request, answer) =>
      answer.end(JSON.stringify([request.method, request.headers])),
    );
    const url = await serve((_, answer) => answer.writeHead(302, { location: `${target}/there` }).end());
    const response = await open(url, {
      method: 'POST',
      body: 'x',
      headers: { Authorization: 'secret', 'x-other': 'kept', 'Content-Length': '1' },
    });
    const [method, headers] = JSON.parse(await response.text()) as [string, Record<string, string>];
    expect(response.url).toBe(`${target}/there`);
    expect(method).toBe('GET');
    expect(headers).toMatchObject({ 'x-other': 'kept' });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(headers['content-length']).toBeUndefined();
  });

  it('gives up on redirects without end, on silence, on too much, and when it is told to', async () => {
    const round = await serve((_, answer) => answer.writeHead(307, { location: '/' }).end());
    await expect(open(round)).rejects.toMatchObject({ code: 'unavailable' });
    let asked = 0;
    const silent = await serve(() => void (asked += 1));
    await expect(open(silent, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'unavailable' });
    const before = asked;
    const abort = new AbortController();
    const given = expect(open(silent, { signal: abort.signal })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await eventually(() => asked > before);
    abort.abort();
    await given;
    const stalls = await serve((_, answer) => void answer.writeHead(200).write('a'));
    const half = await eventually(() => open(stalls, { timeoutMs: 1_000 }));
    await expect(half.text()).rejects.toMatchObject({ code: 'unavailable' });
    const large = await serve((_, answer) => answer.end('x'.repeat(1_000)));
    await expect((await open(large, { maxBytes: 999 })).text()).rejects.toMatchObject({ code: 'too_large' });
    expect(await (await open(large, { maxBytes: 1_000 })).text()).toHaveLength(1_000);
  });

  it('says that nobody answers', async () => {
    await expect(open('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
