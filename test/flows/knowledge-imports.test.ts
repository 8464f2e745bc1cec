// Knowledge from files and from a web site: polite, safe, in small steps, and fetched again when it changes.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError } from '../../src/errors';
import { readDocument, type DocumentText } from '../../src/knowledge/documents';
import { createImports } from '../../src/knowledge/imports/imports';
import { createLog } from '../../src/log';
import type { Article } from '../../src/protocol/knowledge';
import type { KnowledgeImportDetails } from '../../src/protocol/knowledge-imports';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import type { WithOrganization } from '../../src/stores/postgres/sql/paging';
import { createKnowledgeStore } from '../../src/stores/postgres/tenant/knowledge/knowledge';
import { createImportStore } from '../../src/stores/postgres/tenant/knowledge/knowledge-imports';
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

/** As the clock would, for one that waits for its next try. */
async function ring(id: string): Promise<void> {
  await server.query(`UPDATE knowledge_imports SET next_at = now() WHERE id = $1`, [id]);
  await server.app.queue.add('due-imports', {});
}

/** As the clock would. */
async function again(id: string): Promise<KnowledgeImportDetails> {
  const before = (await read(id)).finishedAt;
  await ring(id);
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

  pages['/p'] = there!;
  await again(id);
  expect((await articles())[0]).not.toHaveProperty('pageGoneAt');
});

test('what is not to be had for now is tried again later, and said until then', async () => {
  const sitemap = await begin({ sitemap: `${origin}/sitemap.xml`, refetchHours: null });
  expect((await done(sitemap)).error).toContain('answered 404');
  pages['/sitemap.xml'] = { status: 503 };
  const id = await begin({ sitemap: `${origin}/sitemap.xml`, refetchHours: null });
  const waits = (error: string) =>
    eventually(async () => {
      const found = await read(id);
      return found.status === 'waiting' && found.error?.includes(error) && found;
    });
  expect((await waits('answered 503')).nextAt).toBeDefined();

  const list = ['/one', '/two', '/none'].map((path) => `<loc>${origin}${path}</loc>`).join('');
  Object.assign(pages, {
    '/sitemap.xml': { body: list },
    '/one': { status: 503 },
    '/two': { body: page('Two', 'two') },
  });
  await ring(id);
  expect(await waits('One page was not to be had')).toMatchObject({ counts: { created: 1, failed: 2 } });
  expect(asked.filter((path) => path === '/one')).toHaveLength(1);

  pages['/one'] = { body: page('One', 'one') };
  await ring(id);
  const found = await done(id);
  expect(found).toMatchObject({ status: 'done', counts: { created: 2, failed: 1 } });
  expect(found).not.toHaveProperty('error');
  expect(asked.filter((path) => path === '/two' || path === '/none')).toHaveLength(2);

  pages['/one'] = { status: 503 };
  const last = await begin({ url: `${origin}/one`, refetchHours: null });
  await eventually(async () => (await read(last)).status === 'waiting');
  await server.query('UPDATE knowledge_imports SET tries = 12 WHERE id = $1', [last]);
  await ring(last);
  expect(await done(last)).toMatchObject({ status: 'done', counts: { failed: 1 } });
});

/** An import of one file, on the tables of the server, by a reader that says what it likes. */
async function withReader(read: (name: string, bytes: Buffer) => Promise<DocumentText>) {
  const { organizationId } = server;
  const postgres = await openPostgres({ url: server.app.databaseUrl, log: createLog('silent') });
  const inOrganization: WithOrganization = (id, work) => postgres.withOrganization(id, work);
  const store = createKnowledgeStore(inOrganization);
  const later: Array<Date | undefined> = [];
  const imports = createImports({
    store: createImportStore(inOrganization),
    knowledge: {
      import: store.write,
      update: async (organization, id, change) => (await store.update(organization, id, change))!,
    },
    fetch: () => Promise.reject(new Error('nothing is fetched')),
    documents: { read },
    workLater: (...[, , at]) => later.push(at),
    log: createLog('silent'),
  });
  const { id } = await imports.begin(organizationId, {
    kind: 'file',
    source: 'note.md',
    file: Buffer.from('# Notes\n\nHello.'),
    options: {},
    refetchHours: null,
    createdBy: { kind: 'user', name: 'Ada' },
  });
  return { id, later, work: () => imports.work(organizationId, id), close: () => postgres.close() };
}

test('a file that cannot be read for now is kept, and read later', async () => {
  let isBusy = true;
  const { id, later, work, close } = await withReader((name, bytes) =>
    isBusy
      ? Promise.reject(new DomainError('unavailable', 'Too many documents are being read.'))
      : readDocument(name, bytes),
  );
  await work();
  expect(await read(id)).toMatchObject({
    status: 'waiting',
    error: 'Too many documents are being read.',
    nextAt: later[1]!.toISOString(),
  });
  isBusy = false;
  await work();
  expect(await read(id)).toMatchObject({ status: 'done', counts: { created: 1 } });
  expect(await articles()).toMatchObject([{ title: 'Notes' }]);
  await close();
});

test('what no database keeps is left out, and holds up nothing', async () => {
  const { id, work, close } = await withReader(() => Promise.resolve({ title: 'Notes', content: 'a\0b' }));
  await work();
  expect(await read(id)).toMatchObject({
    status: 'done',
    items: [{ status: 'skipped', reason: 'It holds what cannot be stored.' }],
  });
  await close();
});

test('what is declared when a page is imported once more holds, and stays when it is fetched again', async () => {
  pages['/p'] = { body: page('Refunds', '<p>Five days.</p>') };
  await done(await begin({ url: `${origin}/p`, category: 'Money' }));
  const [before] = await articles();
  await server.request('PUT', `knowledge/articles/${before!.id}`, { body: { tags: ['kept'] } });

  const narrower = { url: `${origin}/p`, audience: 'internal', language: 'fr' };
  const id = await begin(narrower);
  expect((await done(id)).counts).toMatchObject({ changed: 1, created: 0 });
  const declared = { category: 'Money', audience: 'internal', language: 'fr', tags: ['kept'] };
  expect(await articles()).toMatchObject([{ id: before!.id, version: 3, ...declared }]);
  expect((await done(await begin(narrower))).counts).toMatchObject({ unchanged: 1 });

  // What an editor says afterwards is newer; and changed words widen nothing.
  await server.request('PUT', `knowledge/articles/${before!.id}`, { body: { audience: 'verified' } });
  pages['/p'] = { body: page('Refunds', '<p>Six days.</p>') };
  expect((await again(id)).counts).toMatchObject({ changed: 1 });
  expect(await articles()).toMatchObject([{ ...declared, audience: 'verified', version: 5 }]);
  pages['/p'] = { body: page('Refunds', '<p>Seven days.</p>') };
  await done(await begin({ url: `${origin}/p`, category: 'Returns' }));
  expect(await articles()).toMatchObject([{ ...declared, category: 'Returns', audience: 'verified' }]);

  const csv = (rest: string) => `question,answer,category,tags\nWhere?,Here.,${rest}\n`;
  await done(await upload('faq.csv', csv('Shop,a')));
  expect((await done(await upload('faq.csv', csv('Places,b')))).counts).toMatchObject({ changed: 1 });
  const found = (await articles()).find(({ title }) => title === 'Where?');
  expect(found).toMatchObject({ category: 'Places', tags: ['b'], version: 2 });
});

test('an address that is imported once more is the same import, and what is gone from it is marked', async () => {
  const listed = ['/here', '/gone'].map((path) => `<url><loc>${origin}${path}</loc></url>`).join('');
  pages['/sitemap.xml'] = { type: 'text/xml', body: `<urlset>${listed}</urlset>` };
  pages['/here'] = { body: page('Here', '<p>It stays.</p>') };
  pages['/gone'] = { body: page('Gone', '<p>It goes.</p>') };
  const id = await begin({ sitemap: `${origin}/sitemap.xml` });
  expect((await done(id)).counts).toMatchObject({ created: 2 });
  await again(id);

  delete pages['/gone'];
  expect(await begin({ sitemap: `${origin}/sitemap.xml`, refetchHours: 168 })).toBe(id);
  expect(await done(id)).toMatchObject({ refetchHours: 168, counts: { total: 2, unchanged: 1, gone: 1 } });
  const marked = (await articles()).filter(({ pageGoneAt }) => pageGoneAt !== undefined);
  expect(marked.map(({ title }) => title)).toEqual(['Gone']);
  const { items } = (await server.request('GET', 'knowledge/imports')).body as { items: unknown[] };
  expect(items).toHaveLength(1);
});

test('a document that is uploaded again keeps the audience that an editor gave its article', async () => {
  const again = async () => {
    const form = new FormData();
    form.append('file', new Blob(['# Notes\n\nFor the team.']), 'note.md');
    const headers = { authorization: `Bearer ${await server.adminToken()}` };
    await fetch(`${server.url}/api/v1/knowledge/documents`, { method: 'POST', headers, body: form });
    return (await articles())[0]!;
  };
  const { id } = await again();
  await server.request('PUT', `knowledge/articles/${id}`, { body: { audience: 'internal' } });
  expect(await again()).toMatchObject({ id, audience: 'internal' });
});

test('an address inside is refused, straight and by a redirect, and so is a site whose robots.txt cannot be read', async () => {
  pages['/inside'] = { status: 302, headers: { location: 'http://10.0.0.1/secret' } };
  for (const url of ['http://192.168.0.1/', `${origin}/inside`]) {
    const found = await done(await begin({ url }));
    expect(found).toMatchObject({ counts: { created: 0, skipped: 1 }, items: [{ status: 'skipped' }] });
  }
  pages['/robots.txt'] = { status: 500 };
  pages['/p'] = { body: page('P', 'p') };
  const id = await begin({ url: `${origin}/p` });
  await eventually(async () => (await read(id)).counts.failed === 1);
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

test('an index of 200,000 sitemaps is read as far as there is room, and ends', async () => {
  const list = Array.from({ length: 200_000 }, (_, n) => `<loc>${origin}/${n}</loc>`).join('');
  pages['/sitemap.xml'] = { body: `<sitemapindex >${list}` };
  for (let n = 0; n < 20; n += 1) pages[`/${n}`] = { body: `<loc>${origin}/page</loc>` };
  pages['/page'] = { body: page('Page', 'page') };
  const found = await done(await begin({ sitemap: `${origin}/sitemap.xml`, refetchHours: null }));
  expect(found).toMatchObject({ status: 'done', counts: { total: 1, created: 1 } });
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
