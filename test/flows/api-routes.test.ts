// What must hold for every route, now and for routes to come: the table of routes is walked.
import { randomUUID } from 'node:crypto';
import { createRoutes } from '../../src/api';
import type { Route } from '../../src/api/http/route';
import { createBed, type Bed, type SeededOrganization } from './api-bed';
import { pathOf, make, rightCall, rows } from './api-world';

let bed: Bed;
let ours: SeededOrganization;
let theirs: SeededOrganization;
let routes: Route[];

beforeAll(async () => {
  bed = await createBed({
    limits: { take: () => Promise.resolve({}) },
  });
  [ours, theirs] = [await bed.seed('ours'), await bed.seed('theirs')];
  routes = createRoutes(bed);
});
afterAll(() => bed?.close());

const send = (route: Route, path: string, asked: object) => bed.api(route.method.toUpperCase(), path, asked);

it('knows a right call of every route', () => {
  expect(Object.keys(rows).sort()).toEqual(routes.map(({ name }) => name).sort());
});

it('answers a right call with what its schema says, and nothing more', async () => {
  for (const route of routes) {
    const row = rows[route.name]!;
    const { asked, id } = await rightCall(bed, ours, route.name);
    const answer = await send(route, pathOf(route.path, id, row.query), asked);
    expect([route.name, answer.status, answer.status >= 400 ? answer.text : '']).toEqual([
      route.name,
      row.status ?? 200,
      '',
    ]);
    if (!route.response) continue;
    expect([route.name, route.response.parse(answer.body)]).toEqual([route.name, answer.body]);
  }
});

it('asks everybody who they are, except at the door', async () => {
  for (const route of routes.filter(({ guard }) => guard !== 'public')) {
    const { asked, id } = await rightCall(bed, ours, route.name);
    const { token, ...anonymous } = asked;
    const answer = await send(route, pathOf(route.path, id), anonymous);
    expect([route.name, answer.status, answer.body.code]).toEqual([route.name, 401, 'unauthenticated']);
  }
  expect(routes.filter(({ guard }) => guard === 'public').map(({ name }) => name)).toEqual([
    'auth.login',
    'auth.refresh',
    'auth.invitation',
    'auth.join',
    'auth.forgot',
    'auth.reset',
    'auth.logout',
    'push.renew',
  ]);
});

it('refuses a key without the permission before it reads what was sent', async () => {
  const created = await bed.api('POST', 'api-keys', {
    token: ours.accessToken,
    body: { name: 'Nothing much', permissions: ['answers:preview'] },
  });
  for (const route of routes) {
    if (['public', 'signed_in', 'answers:preview'].includes(route.guard as string)) continue;
    const answer = await send(route, pathOf(route.path, randomUUID()), { token: created.body.key });
    expect([route.name, answer.status, answer.body.code]).toEqual([route.name, 403, 'forbidden']);
  }
});

it("answers another organization's id byte for byte like an unknown one, and leaves it as it was", async () => {
  for (const route of routes.filter(({ path }) => path.includes(':id'))) {
    const { kind, query } = rows[route.name]!;
    const { asked } = await rightCall(bed, ours, route.name);
    const id = await make(bed, theirs, kind!);
    if (/session/i.test(kind!)) await bed.sessions.repair(id).then(bed.sessions.writeRows);
    if (kind === 'article') await bed.knowledge.embedPending(theirs.id);
    const before = await everythingOf(theirs);
    const foreign = await send(route, pathOf(route.path, id, query), asked);
    expect([route.name, await everythingOf(theirs)]).toEqual([route.name, before]);
    const unknown = await send(route, pathOf(route.path, randomUUID(), query), asked);
    expect([route.name, foreign.status, foreign.text]).toEqual([route.name, 404, unknown.text]);
    expect(essential(foreign.headers)).toEqual(essential(unknown.headers));
  }
});

it('refuses an id that is none', async () => {
  for (const route of routes.filter(({ path }) => path.includes(':id'))) {
    const { asked } = await rightCall(bed, ours, route.name);
    for (const id of ['1', 'undefined', "' OR 1=1 --", '%00', '[object Object]']) {
      const answer = await send(route, pathOf(route.path, encodeURIComponent(id)), asked);
      expect([route.name, id, answer.status, answer.body.code]).toEqual([route.name, id, 400, 'invalid']);
    }
  }
});

it('refuses keys and operators that it does not know, in every body', async () => {
  const intruders = ['organizationId', 'id', 'isAdmin', '$where'];
  for (const route of routes.filter(({ body, name }) => body && name !== 'articles.import')) {
    const { asked, id } = await rightCall(bed, ours, route.name);
    const path = pathOf(route.path, id);
    const right = asked.body as Record<string, unknown>;
    const wrong = intruders.map((key): unknown => ({ ...right, [key]: theirs.id }));
    for (const key of Object.keys(right)) {
      if (!rows[route.name]!.free?.includes(key)) wrong.push({ ...right, [key]: { $gt: '' } });
    }
    wrong.push([right], 'text', `{"__proto__":{"isAdmin":true},${JSON.stringify(right).slice(1)}`);
    wrong.push(`{"constructor":{"prototype":{"isAdmin":true}},${JSON.stringify(right).slice(1)}`);
    for (const body of wrong) {
      const answer = await send(route, path, { ...asked, body });
      expect([route.name, body, answer.status]).toEqual([route.name, body, 400]);
    }
  }
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
});

it('refuses what is no JSON object, and never with a 500', async () => {
  for (const route of routes.filter(({ body }) => body)) {
    const { asked, id } = await rightCall(bed, ours, route.name);
    const path = pathOf(route.path, id);
    for (const body of ['{', 'null', '""', '1', '[]', '{"a":', '\u0000', `${'['.repeat(5000)}`]) {
      const answer = await send(route, path, { ...asked, body });
      expect([route.name, body.slice(0, 9), answer.status, answer.body.code]).toEqual([
        route.name,
        body.slice(0, 9),
        400,
        'invalid',
      ]);
    }
    const answer = await send(route, path, { ...asked, headers: { 'Content-Type': 'text/plain' } });
    expect([route.name, answer.status, answer.body.code]).toEqual([route.name, 415, 'invalid']);
  }
});

/** Any words will do, and any of them is looked for. */
const severalTimes = new Set(['sessions.list channelType', 'sessions.list label']);

it('takes SQL in filters for words, and refuses unknown filters and foreign cursors', async () => {
  const sql = ["' OR 1=1 --", '"; DROP TABLE users; --', '%', '\\', '$1', '{"$gt":""}', 'a\r\nb', '\u0000'];
  for (const route of routes.filter(({ query }) => query)) {
    const { asked, id } = await rightCall(bed, ours, route.name);
    for (const key of Object.keys(rows[route.name]!.query ?? {})) {
      for (const value of sql) {
        const answer = await send(route, pathOf(route.path, id, { [key]: value }), asked);
        expect([route.name, key, value, [200, 400].includes(answer.status)]).toEqual([
          route.name,
          key,
          value,
          true,
        ]);
      }
      const twice = await send(route, `${pathOf(route.path, id)}?${key}=a&${key}=b`, asked);
      const expected = severalTimes.has(`${route.name} ${key}`) ? 200 : 400;
      expect([route.name, key, twice.status]).toEqual([route.name, key, expected]);
    }
    const strange = await send(route, pathOf(route.path, id, { organizationId: theirs.id }), asked);
    expect([route.name, strange.status]).toEqual([route.name, 400]);
    if (route.name === 'analytics.get') continue;
    for (const cursor of ['x', "' OR 1=1 --", btoa('[1]'), btoa('["x","y"]'), btoa('{"at":"x","id":"1"}')]) {
      const answer = await send(route, pathOf(route.path, id, { cursor }), asked);
      expect([route.name, cursor, answer.status, answer.body.code]).toEqual([
        route.name,
        cursor,
        400,
        'invalid',
      ]);
    }
  }
});

function essential(headers: Headers): Record<string, string> {
  const changing = ['date', 'x-request-id', 'keep-alive', 'connection'];
  return Object.fromEntries([...headers].filter(([name]) => !changing.includes(name)));
}

/** A fingerprint of every row that belongs to an organization, by table. */
async function everythingOf({ id }: SeededOrganization): Promise<Record<string, string>> {
  const { rows: tables } = await bed.owner.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE column_name = 'organization_id' AND table_schema = current_schema() ORDER BY 1`,
  );
  const { rows: prints } = await bed.owner.query<{ name: string; print: string }>(
    tables
      .map(
        ({ name }) =>
          `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS print
           FROM ${name} t WHERE organization_id = $1`,
      )
      .join(' UNION ALL '),
    [id],
  );
  return Object.fromEntries(prints.map(({ name, print }) => [name, print]));
}
