// Every code of `src/errors.ts` over HTTP, in one shape.
import { randomUUID } from 'node:crypto';
import { rateRules } from '../../src/gateway/rate-rules';
import { DomainError, Stale } from '../../src/errors';
import { errorCodes } from '../../src/protocol/model/error-codes';
import { problemOf } from '../../src/api/error-handler';
import { createMemoryRealtime } from '../../src/stores/memory';
import { problem } from '../../src/protocol/lists';
import { createBed, password, type Answered, type Asked, type Bed, type SeededOrganization } from './api-bed';
import { make, tokenOfSomebody } from './api-world';

let bed: Bed;
let ours: SeededOrganization;
let broken: 'no' | 'down' | 'bug' = 'no';

beforeAll(async () => {
  const { rateLimits } = createMemoryRealtime({
    rules: { ...rateRules, api: { points: 40, seconds: 60, whenGone: 'count_here' } },
  });
  bed = await createBed({
    limits: rateLimits,
    preview: () => {
      if (broken === 'down')
        throw new DomainError('unavailable', 'The database is away.', { retryAfter: 1.2 });
      if (broken === 'bug') throw new TypeError('secret detail of a bug');
      return Promise.resolve({ decision: 'handover', confidence: 0, sources: [] });
    },
  });
  ours = await bed.seed('ours');
});
afterAll(() => bed?.close());

const ask = (method: string, path: string, asked: Asked = {}) =>
  bed.api(method, path, { token: ours.accessToken, ...asked });

function expectProblem(answer: Answered, code: string, status: number): void {
  expect([answer.status, answer.body.code, answer.body.status]).toEqual([status, code, status]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problem.strict().parse(answer.body)).toEqual(answer.body);
}

it('has a status for every code', () => {
  const statuses = errorCodes.map((code) => [code, problemOf(new DomainError(code, 'x')).status]);
  expect(Object.fromEntries(statuses)).toEqual({
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    too_large: 413,
    rate_limited: 429,
    capacity: 409,
    unavailable: 503,
    internal: 500,
  });
  expect(problemOf(new Stale(7))).toMatchObject({ code: 'conflict', status: 409 });
});

it('says which field is invalid', async () => {
  const answer = await ask('POST', 'knowledge/articles', { body: { title: '', content: 7, extra: true } });
  expectProblem(answer, 'invalid', 400);
  expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    '',
    'content',
    'title',
  ]);
});

it('refuses broken JSON, other types, bad encodings and bad addresses as invalid', async () => {
  expectProblem(await ask('POST', 'knowledge/search', { body: '{' }), 'invalid', 400);
  const headers = { 'Content-Type': 'application/xml' };
  expectProblem(await ask('POST', 'knowledge/search', { body: '<a/>', headers }), 'invalid', 415);
  const charset = { 'Content-Type': 'application/json; charset=x-none' };
  expectProblem(await ask('POST', 'knowledge/search', { body: '{}', headers: charset }), 'invalid', 415);
  const encoding = { 'Content-Encoding': 'gzip' };
  expectProblem(
    await ask('POST', 'knowledge/search', { body: '{"a":1}', headers: encoding }),
    'invalid',
    400,
  );
  expectProblem(await ask('GET', 'sessions/%E0%A4%A'), 'invalid', 400);
  expectProblem(await ask('GET', 'sessions?cursor=garbage'), 'invalid', 400);
});

it('asks who is calling', async () => {
  const answer = await bed.api('GET', 'sessions');
  expectProblem(answer, 'unauthenticated', 401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
});

it('forbids what the role may not do', async () => {
  const email = 'agent@ours.test';
  await ask('POST', 'users', { body: { email, password, role: 'agent' } });
  const login = await bed.api('POST', 'auth/login', { body: { email, password } });
  expectProblem(await ask('GET', 'audit-logs', { token: login.body.accessToken }), 'forbidden', 403);
});

it('finds nothing where nothing is', async () => {
  expectProblem(await ask('GET', `customers/${randomUUID()}`), 'not_found', 404);
  expectProblem(await ask('GET', 'nothing'), 'not_found', 404);
  expectProblem(await bed.ask('GET', '/nothing'), 'not_found', 404);
});

it('names the methods of an address that knows others', async () => {
  const answer = await ask('PUT', 'sessions');
  expectProblem(answer, 'invalid', 405);
  expect(answer.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
});

it('tells of conflicts: a stale number, a name that is taken', async () => {
  const id = await make(bed, ours, 'session');
  expectProblem(await ask('POST', `sessions/${id}/claim`, { body: { expectSeq: 0 } }), 'conflict', 409);
  await ask('POST', 'channels', { body: { name: 'Shop', type: 'web' } });
  expectProblem(await ask('POST', 'channels', { body: { name: 'shop', type: 'web' } }), 'conflict', 409);
});

it('tells when there is no room', async () => {
  await ask('PATCH', 'organizations/current', { body: { maxAgents: 1 } });
  const userId = await make(bed, ours, 'user');
  expectProblem(await ask('POST', 'agents', { body: { userId, displayName: 'Lin' } }), 'capacity', 409);
});

it('refuses bodies that are too large', async () => {
  const body = { title: 'x', content: 'x'.repeat(2 * 1024 * 1024) };
  expectProblem(await ask('POST', 'knowledge/articles', { body }), 'too_large', 413);
});

it('says when a store is away, and when to come back', async () => {
  broken = 'down';
  const answer = await ask('POST', 'answers/preview', { body: { question: 'x' } });
  expectProblem(answer, 'unavailable', 503);
  expect([answer.body.retryAfter, answer.headers.get('retry-after')]).toEqual([2, '2']);
});

it('says nothing of faults of its own', async () => {
  broken = 'bug';
  const answer = await ask('POST', 'answers/preview', { body: { question: 'x' } });
  expectProblem(answer, 'internal', 500);
  expect(answer.text).not.toContain('secret');
  expect(answer.body).not.toHaveProperty('detail');
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
});

it('limits logins by account and tells when to come back, and other accounts still enter', async () => {
  const wrong = () => bed.api('POST', 'auth/login', { body: { email: 'victim@ours.test', password: 'x' } });
  for (let i = 0; i < rateRules.login.points; i++) expect((await wrong()).status).toBe(401);
  const answer = await wrong();
  expectProblem(answer, 'rate_limited', 429);
  expect(answer.body.retryAfter).toBeGreaterThan(0);
  expect((await bed.api('POST', 'auth/login', { body: { email: ours.email, password } })).status).toBe(200);
});

it('limits guesses of the own password like logins, and counts a right one as none', async () => {
  const token = await tokenOfSomebody(bed, ours);
  const guess = (currentPassword: string) =>
    bed.api('POST', 'auth/password', { token, body: { currentPassword, password: 'another horse battery' } });
  for (let i = 0; i < rateRules.login.points; i++) expect((await guess('x')).status).toBe(400);
  expectProblem(await guess(password), 'rate_limited', 429);
});

it('limits how much one caller asks', async () => {
  let answer = await ask('GET', 'auth/me');
  for (let i = 0; i < 50 && answer.status === 200; i++) answer = await ask('GET', 'auth/me');
  expectProblem(answer, 'rate_limited', 429);
});
