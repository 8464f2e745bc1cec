// Knowledge from files and from a web site: polite, safe, in small steps, and fetched again when it changes.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Article } from '../../src/protocol/knowledge';
import type { KnowledgeImportDetails } from '../../src/protocol/knowledge-imports';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

interface Served {
  status?: number;
  type?: string;
  body?: string;
  headers?: Record<string, string>;
}

let server: TestServer;
let site: Server;
let origin: string;
/** By path. */
const pages: Record<string, Served | ((headers: IncomingHttpHeaders) => Served)> = {};
let asked: string[] = [];

beforeAll(async () => {
  site = createServer((request, response) => {
    asked.push(request.url!);
    const page = pages[request.url!] ?? { status: 404, body: 'no' };
    const {
      status = 200,
      type = 'text/html',
      body = '',
      headers,
    } = typeof page === 'function' ? page(request.headers) : page;
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  server = await TestServer.create({
    env: { PARLEY_DEMO: 'off', RATE_LIMITS: 'off', FETCH_ALLOW: '127.0.0.1/32' },
  });
});
beforeEach(async () => {
  asked = [];
  for (const path of Object.keys(pages)) delete pages[path];
  await server.query('DELETE FROM knowledge_imports');
  await server.query('DELETE FROM knowledge_base');
});
afterAll(async () => {
  await server?.close();
  await new Promise((resolve) => site?.close(resolve));
});

const page = (title: string, text: string) =>
  `<html><head><title>${title} | Shop</title></head><body><nav><a href="/">Home</a></nav>
   <div class="cookie-banner">We use cookies</div><main><h1>${title}</h1>${text}</main><footer>Imprint</footer></body></html>`;

async function begin(body: object): Promise<string> {
  const answer = await server.request('POST', 'knowledge/imports', { body });
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
}

async function upload(name: string, text: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  const answer = await fetch(`${server.url}/api/v1/knowledge/imports/file?category=Files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await server.adminToken()}` },
    body: form,
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const read = async (id: string) =>
  (await server.request('GET', `knowledge/imports/${id}`)).body as KnowledgeImportDetails;

const done = (id: string) =>
  eventually(async () => {
    const found = await read(id);
    return ['done', 'failed'].includes(found.status) && found;
  });

async function articles(): Promise<Article[]> {
  return ((await server.request('GET', 'knowledge/articles?limit=100')).body as { items: Article[] }).items;
}

/** As the clock would. */
async function again(id: string): Promise<KnowledgeImportDetails> {
  const before = (await read(id)).finishedAt;
  await server.query(`UPDATE knowledge_imports SET next_at = now() WHERE id = $1`, [id]);
  await server.app.queue.add('due-imports', {});
  return eventually(async () => {
    const found = await read(id);
    return found.status === 'done' && found.finishedAt !== before && found;
  });
}

test('the pages of a sitemap become articles: without what surrounds them, and without what the site forbids', async () => {
  Object.assign(pages, {
    '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /private' },
    '/sitemap.xml': {
      type: 'text/xml',
      body: `<sitemapindex><sitemap><loc>${origin}/pages.xml?a=1&amp;b=2</loc></sitemap></sitemapindex>`,
    },
    '/pages.xml?a=1&b=2': {
      type: 'text/xml',
      body: `<urlset>${['/refunds', '/moved', '/private/x', '/copy', '/none', '/picture', '/hidden']
        .map((path) => `<url><loc>${origin}${path}</loc></url>`)
        .join('')}<url><loc>https://other.example/x</loc></url></urlset>`,
    },
    '/refunds': {
      body: page(
        'Refunds',
        '<p>Five days.</p><table><tr><th>Country</th><th>Days</th></tr><tr><td>Norway</td><td>7</td></tr></table>',
      ),
    },
    '/moved': { status: 301, headers: { location: '/here' } },
    '/here': { body: page('Sizes', '<ul><li>Small</li><li>Large</li></ul>') },
    '/private/x': { body: page('Private', 'no') },
    '/copy': {
      body: page(
        'Refunds',
        '<p>Five days.</p><table><tr><th>Country</th><th>Days</th></tr><tr><td>Norway</td><td>7</td></tr></table>',
      ),
    },
    '/picture': { type: 'image/png', body: 'PNG' },
    '/hidden': { body: `<meta name="robots" content="noindex">${page('Hidden', 'no')}` },
  });
  const id = await begin({ sitemap: `${origin}/sitemap.xml`, category: 'Shop', audience: 'verified' });
  const found = await done(id);
  expect(found.counts).toMatchObject({ total: 7, created: 2, skipped: 4, failed: 1, waiting: 0 });
  const reasons = Object.fromEntries(
    found.items.map(({ source, reason }) => [source.slice(origin.length), reason]),
  );
  expect(reasons).toEqual({
    '/private/x': expect.stringContaining('robots.txt'),
    '/copy': 'The article “Refunds” says the same.',
    '/none': 'The page is not there (404).',
    '/picture': 'It is no page: image/png.',
    '/hidden': expect.stringContaining('noindex'),
  });
  expect(asked).not.toContain('/private/x');
  const all = await articles();
  expect(all.map(({ title, url }) => [title, url]).sort()).toEqual([
    ['Refunds', `${origin}/refunds`],
    ['Sizes', `${origin}/here`],
  ]);
  const refunds = all.find(({ title }) => title === 'Refunds')!;
  expect(refunds).toMatchObject({
    category: 'Shop',
    audience: 'verified',
    savedBy: { kind: 'user', name: 'Admin' },
  });
  expect(refunds.content).toContain('Country: Norway; Days: 7');
  expect(refunds.content).not.toMatch(/cookies|Imprint|Home/);
});

test('a page that changes is a new version, one that stays is only asked for, one that vanishes is marked and comes back', async () => {
  let text = 'Five days.';
  pages['/p'] = ({ 'if-none-match': known }) => {
    const tag = `"${text.length}"`;
    return known === tag
      ? { status: 304 }
      : { body: page('Refunds', `<p>${text}</p>`), headers: { etag: tag } };
  };
  const id = await begin({ url: `${origin}/p` });
  expect((await done(id)).counts).toMatchObject({ total: 1, created: 1 });
  const [article] = await articles();
  await server.request('PUT', `knowledge/articles/${article!.id}`, { body: { category: 'Mine' } });
  expect((await again(id)).counts).toMatchObject({ unchanged: 1 });
  expect((await articles())[0]!.version).toBe(2);

  text = 'Five days, or six at most.';
  expect((await again(id)).counts).toMatchObject({ changed: 1 });
  const [changed] = await articles();
  expect(changed).toMatchObject({
    version: 3,
    category: 'Mine',
    savedBy: { kind: 'system', name: 'Import' },
  });
  expect(changed!.content).toContain('six at most');

  const there = pages['/p'];
  pages['/p'] = { status: 410 };
  const gone = await again(id);
  expect(gone).toMatchObject({ counts: { gone: 1 }, items: [{ status: 'gone', articleId: article!.id }] });
  expect((await articles())[0]).toMatchObject({ pageGoneAt: expect.any(String), content: changed!.content });

  pages['/p'] = { status: 503 };
  expect((await again(id)).counts).toMatchObject({ failed: 1 });
  pages['/p'] = there!;
  await again(id);
  expect((await articles())[0]).not.toHaveProperty('pageGoneAt');
});

test('an address inside is refused, straight and by a redirect, and so is a site whose robots.txt cannot be read', async () => {
  pages['/inside'] = { status: 302, headers: { location: 'http://10.0.0.1/secret' } };
  for (const url of ['http://192.168.0.1/', `${origin}/inside`]) {
    const found = await done(await begin({ url }));
    expect(found).toMatchObject({ counts: { created: 0, skipped: 1 }, items: [{ status: 'skipped' }] });
  }
  pages['/robots.txt'] = { status: 500 };
  pages['/p'] = { body: page('P', 'p') };
  const found = await done(await begin({ url: `${origin}/p` }));
  expect(found).toMatchObject({ counts: { failed: 1 } });
  expect(asked).not.toContain('/p');
  expect(await articles()).toEqual([]);
});

test('a table of questions becomes an article a row, once; what is wrong with a row is said', async () => {
  const csv = 'question,answer,category\n"How long, really?","Five days.",Money\nWhere?,,\nWhen?,Now.,\n';
  const found = await done(await upload('faq.csv', csv));
  expect(found).toMatchObject({
    kind: 'file',
    source: 'faq.csv',
    counts: { total: 3, created: 2, skipped: 1 },
    items: [{ source: 'row 3', reason: 'It has no question, or no answer.' }],
  });
  const all = await articles();
  expect(all.map(({ title, category }) => [title, category]).sort()).toEqual([
    ['How long, really?', 'Money'],
    ['When?', 'Files'],
  ]);
  expect((await done(await upload('faq.csv', csv))).counts).toMatchObject({ unchanged: 2, created: 0 });
  expect((await done(await upload('faq.csv', csv.replace('Now.', 'Later.')))).counts).toMatchObject({
    changed: 1,
  });
  expect((await done(await upload('note.md', '# Notes\n\nHello.'))).counts).toMatchObject({ created: 1 });
  const broken = await done(await upload('broken.csv', 'a,b\n1,2'));
  expect(broken).toMatchObject({ status: 'failed', error: expect.stringContaining('question, answer') });
});

test('an import that is cancelled takes nothing more, and one that is forgotten leaves its articles', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const addresses = Array.from({ length: 5 }, (_, n) => `/n${n}`);
  for (const path of addresses) pages[path] = { body: page(path, path) };
  pages['/sitemap.xml'] = { body: addresses.map((path) => `<loc>${origin}${path}</loc>`).join('') };
  const slow = site.listeners('request')[0] as (...args: unknown[]) => void;
  site.removeAllListeners('request').on('request', (request, response) => {
    void (request.url === '/n2' ? held : Promise.resolve()).then(() => slow(request, response));
  });
  const id = await begin({ sitemap: `${origin}/sitemap.xml`, refetchHours: null });
  await eventually(async () => (await read(id)).counts.created === 2);
  expect(await read(id)).toMatchObject({ status: 'running', counts: { total: 5, waiting: 3 } });
  expect((await server.request('DELETE', `knowledge/imports/${id}`)).status).toBe(204);
  release();
  await eventually(async () => (await read(id)).counts.created === 3);
  site.removeAllListeners('request').on('request', slow);
  expect(await read(id)).toMatchObject({ status: 'cancelled', counts: { created: 3, waiting: 2 } });
  expect((await server.request('DELETE', `knowledge/imports/${id}`)).status).toBe(204);
  expect((await server.request('GET', `knowledge/imports/${id}`)).status).toBe(404);
  expect(await articles()).toHaveLength(3);
});
