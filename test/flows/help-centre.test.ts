// The public help centre: only what everybody may read, without a script, for people, printers and search engines.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Draft } from '../../src/protocol/drafts';
import type { Article } from '../../src/protocol/knowledge';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.create({ env: { PARLEY_DEMO: 'off', RATE_LIMITS: 'off' } });
});
afterAll(() => server?.close());

const hostile = `<script>alert(1)</script> **bold** [shop](https://shop.example/a?b=1&c="d") [bad](javascript:alert(1))`;

async function write(article: object): Promise<{ id: string }> {
  const { body, status } = await server.request('POST', 'knowledge/articles', { body: article });
  expect(status).toBe(201);
  return body as { id: string };
}

async function page(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, { headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const nameOf = (slug: string, id: string) => `${slug}-${id.replaceAll('-', '').slice(0, 12)}`;

test('an article is a page: escaped, canonical, with structured data and a policy that runs nothing of it', async () => {
  const { id } = await write({
    title: 'How long does a refund take?',
    content: `A refund takes five working days from the day your return reaches us.\n\n${hostile}\n\n## Gift cards\n\n1. Open\n2. Close\n\n| Country | Days |\n| --- | --- |\n| Norway | 5 <b> |`,
    category: 'Money & more',
  });
  const name = nameOf('how-long-does-a-refund-take', id);
  await eventually(async () => (await page(`/help/articles/${name}`)).status === 200);
  const { text, headers } = await page(`/help/articles/${name}`);
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; <strong>bold</strong>');
  expect(text).toContain('<h2 dir="auto" id="h-gift-cards">Gift cards</h2>');
  expect(text).toContain('<th scope="col">Country</th>');
  expect(text).toContain('<td>5 &lt;b&gt;</td>');
  expect(text).not.toContain('href="javascript:');
  expect(text).toContain(`<link rel="canonical" href="${server.url}/help/articles/${name}">`);
  expect(text).toMatch(/<html lang="en">/);
  const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)![1]!) as object;
  expect(data).toMatchObject({
    '@type': 'FAQPage',
    mainEntity: [
      { '@type': 'Question', acceptedAnswer: { text: expect.stringContaining('<script>alert(1)') } },
    ],
  });
  const policy = headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  // The style is allowed by its hash: as it stands in the page.
  const style = /<style>([^]*?)<\/style>/.exec(text)![1]!;
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(text.match(/ style=/)).toBeNull();
});

test('whoever has the page is told that it is the same; a new title leads on from the old address', async () => {
  const { id } = await write({ title: 'Sizes', content: 'Take the larger one.' });
  const path = `/help/articles/${nameOf('sizes', id)}`;
  await eventually(async () => (await page(path)).status === 200);
  const { headers } = await page(path);
  expect(headers.get('last-modified')).toBeTruthy();
  // fetch would ask for a fresh one.
  const asked = get(server.url + path, { headers: { 'if-none-match': headers.get('etag')! } });
  const [again] = (await once(asked, 'response')) as [IncomingMessage];
  again.resume();
  expect(again.statusCode).toBe(304);
  await server.request('PUT', `knowledge/articles/${id}`, { body: { title: 'Sizes & fit' } });
  await eventually(async () => (await page(path)).status === 301);
  expect((await page(path)).headers.get('location')).toBe(nameOf('sizes-fit', id));
});

test('what is for verified customers or the team is nowhere: page, list, search, sitemap, widget', async () => {
  const secret = await write({
    title: 'Staff canary rules',
    content: 'The canary sings.',
    audience: 'internal',
  });
  const loyal = await write({
    title: 'Loyal canary rules',
    content: 'A canary for you.',
    audience: 'verified',
  });
  const open = await write({ title: 'Open canary rules', content: 'A canary for all.', category: 'Birds' });
  await eventually(async () => (await page('/help/')).text.includes('Open canary rules'));
  for (const { id } of [secret, loyal]) {
    expect((await page(`/help/articles/${nameOf('x', id)}`)).status).toBe(404);
    const read = await server.request('GET', `widget/help/${id}?channelKey=${server.channelKey}`, {
      token: '',
    });
    expect(read.status).toBe(404);
  }
  const widget = await server.request('GET', `widget/help?q=canary&channelKey=${server.channelKey}`, {
    token: '',
  });
  const seen = [
    (await page('/help/')).text,
    (await page('/help/search?q=canary')).text,
    (await page('/help/categories/birds')).text,
    (await page('/help/sitemap.xml')).text,
    JSON.stringify(widget.body),
  ];
  for (const text of seen) {
    expect(text).toMatch(/open[- ]canary/i);
    expect(text).not.toMatch(/staff[- ]canary|loyal[- ]canary/i);
  }
  const read = await server.request('GET', `widget/help/${open.id}?channelKey=${server.channelKey}`, {
    token: '',
  });
  expect(read.body).toMatchObject({ title: 'Open canary rules', content: 'A canary for all.' });
});

test('a draft is nowhere until it is published, and one beside an article leaves that as it is', async () => {
  const read = async (path: string, body?: object, method = body ? 'POST' : 'GET') =>
    (await server.request(method, `knowledge/${path}`, { ...(body && { body }) })) as {
      status: number;
      body: Article & Draft & { items: Draft[] };
    };
  const { id } = await write({
    title: 'Walrus hours',
    content: 'The walrus sleeps at nine.',
    category: 'Zoo',
    questions: ['When does it sleep?', 'Is it asleep?'],
  });
  await eventually(async () => (await page('/help/')).text.includes('Walrus hours'));
  const fresh = await read('drafts', { title: 'Otter hours', content: '', audience: 'public' });
  expect(fresh).toMatchObject({ status: 201, body: { savedBy: { name: 'Admin' }, content: '' } });
  const beside = await read('drafts', {
    articleId: id,
    title: 'Walrus and otter hours',
    content: 'The otter and the walrus sleep at ten.',
    questions: ['When does it sleep?', 'And the otter?'],
  });
  expect(beside.body).toMatchObject({ articleId: id, basedOn: 1, articleVersion: 1, audience: 'public' });
  expect((await read('drafts', { articleId: id, title: 'x', content: 'y' })).status).toBe(409);
  expect((await read(`drafts?articleId=${id}`)).body.items).toMatchObject([{ id: beside.body.id }]);

  const widget = await server.request('GET', `widget/help?q=otter&channelKey=${server.channelKey}`, {
    token: '',
  });
  const everywhere = [
    ...(await Promise.all(['/help/', '/help/search?q=otter', '/help/sitemap.xml'].map((path) => page(path)))),
    widget,
    await read('search', { query: 'otter' }),
    await read('articles?q=otter'),
    await server.request('POST', 'answers/preview', { body: { question: 'When does the otter sleep?' } }),
  ].map((answer) => ('text' in answer ? answer.text : JSON.stringify(answer.body)));
  for (const said of everywhere)
    expect(said.replace(/q=otter|“otter”|"otter"|otter sleep\?/g, '')).not.toMatch(/otter/i);
  expect((await read(`articles/${id}`)).body).toMatchObject({ title: 'Walrus hours', version: 1 });

  // Without a text there is nothing to publish; with one there is an article.
  expect((await read(`drafts/${fresh.body.id}/publish`, {})).status).toBe(400);
  await read(`drafts/${fresh.body.id}`, { content: 'The otter sleeps at eight.' }, 'PUT');
  const published = await read(`drafts/${fresh.body.id}/publish`, {});
  expect(published.body).toMatchObject({ title: 'Otter hours', version: 1, language: 'en' });
  expect((await read(`drafts/${fresh.body.id}`)).status).toBe(404);
  await eventually(async () => (await page('/help/')).text.includes('Otter hours'));

  // Somebody saves the article meanwhile, and it learns a question: neither is lost without a word.
  await read(`articles/${id}`, { content: 'The walrus sleeps at half past nine.' }, 'PUT');
  await read(`articles/${id}`, { questions: ['When does it sleep?', 'Is it asleep?', 'Learned?'] }, 'PUT');
  const refused = await read(`drafts/${beside.body.id}/publish`, {});
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([409, expect.stringContaining('version 2')]);
  expect((await read(`articles/${id}`)).body.content).toContain('half past');
  const { body } = await read(`drafts/${beside.body.id}/publish`, { version: 2 });
  expect(body).toMatchObject({
    id,
    version: 3,
    title: 'Walrus and otter hours',
    questions: ['When does it sleep?', 'Learned?', 'And the otter?'],
  });
  expect(body).not.toHaveProperty('category');
  expect((await read(`articles/${id}/versions`)).body.items).toMatchObject([
    { version: 3 },
    { version: 2 },
    { version: 1 },
  ]);
  expect((await read('drafts')).body.items).toEqual([]);
});

test('the pages say their language, and the reader may choose one', async () => {
  await write({ title: 'Rückgabe', content: 'Sie können alles innerhalb von dreißig Tagen zurückgeben.' });
  await eventually(async () => (await page('/help/?lang=de')).text.includes('<html lang="de">'));
  const german = await page('/help/?lang=de');
  expect(german.text).toContain('Rückgabe');
  expect(german.text).not.toContain('Open canary rules');
  const [, path] = /href="(articles\/r[^"]*)"/.exec(german.text)!;
  expect((await page(`/help/${path}`)).text).toMatch(/<html lang="de">[^]*<article dir="ltr" lang="de">/);
});

test('search says what it looked for, safely, and is not indexed', async () => {
  const { text } = await page(`/help/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('<meta name="robots" content="noindex">');
});

test('another organization is reached by its slug alone, and shows nothing of ours', async () => {
  const other = await server.addOrganization('Acme');
  const token = await server.login(other.email, other.password);
  await server.request('POST', 'knowledge/articles', { token, body: { title: 'Anvils', content: 'Heavy.' } });
  expect((await page('/help/acme/')).status).toBe(404);
  const body = { slug: 'acme' };
  expect((await server.request('PATCH', 'organizations/current', { token, body })).status).toBe(200);
  expect((await server.request('PATCH', 'organizations/current', { body })).status).toBe(409);
  expect((await server.request('PATCH', 'organizations/current', { body: { slug: 'search' } })).status).toBe(
    400,
  );
  await eventually(async () => (await page('/help/acme/')).status === 200);
  const { text } = await page('/help/acme/');
  expect(text).toContain('Anvils');
  expect(text).not.toContain('Sizes');
  expect((await page('/help/')).text).not.toContain('Anvils');
  expect((await page('/help/acme')).headers.get('location')).toBe('acme/');
  expect((await page('/help/acme/search?q=anvils')).text).toContain('Heavy.');
});

test('a colour that cannot be read is made readable, and a help centre that is off is gone', async () => {
  const set = (key: string, value: unknown) =>
    server.request('POST', 'settings', { body: { category: 'helpCentre', key, value } });
  expect((await set('accent', 'red')).status).toBe(400);
  expect((await set('accent', '#ffee00')).status).toBe(201);
  await eventually(async () => !(await page('/help/')).text.includes('--accent:#3b5bdb'));
  const { text } = await page('/help/');
  expect(text).not.toContain('--accent:#ffee00');
  expect((await page('/robots.txt')).text).toContain(`Sitemap: ${server.url}/help/sitemap.xml`);
  expect((await set('enabled', false)).status).toBe(201);
  await eventually(async () => (await page('/help/')).status === 404);
  expect((await page('/robots.txt')).text).not.toContain('Sitemap');
});
