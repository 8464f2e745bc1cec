// Parley as a server of the Model Context Protocol: both eras of clients, by raw HTTP, with API keys.
import { createBed, type Answered, type Bed, type SeededOrganization } from './api-bed';
import { make } from './api-world';

let bed: Bed;
let ours: SeededOrganization;
let theirs: SeededOrganization;
let key: string;

beforeAll(async () => {
  bed = await createBed();
  [ours, theirs] = [await bed.seed('ours'), await bed.seed('theirs')];
  key = await keyWith(['knowledge:read', 'sessions:read', 'sessions:write']);
});
afterAll(() => bed?.close());

let keys = 0;
async function keyWith(permissions: string[]): Promise<string> {
  const body = { name: `Key ${++keys}`, permissions };
  return (await bed.api('POST', 'api-keys', { token: ours.accessToken, body })).body.key as string;
}

const post = (body: unknown, asked: { token?: string; headers?: Record<string, string> } = {}) =>
  bed.ask('POST', '/mcp', { token: key, body, ...asked });

const version = '2026-07-28';

/** As a client that describes each request asks. */
function modern(method: string, params: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const named: Record<string, string> =
    typeof params['name'] === 'string' ? { 'Mcp-Name': params['name'] } : {};
  return post(
    { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
    { headers: { 'MCP-Protocol-Version': version, 'Mcp-Method': method, ...named, ...headers } },
  );
}
const call = (name: string, given: object) => modern('tools/call', { name, arguments: given });
const names = ({ body }: Answered) => body.result.tools.map(({ name }: { name: string }) => name);

it('answers a client that describes each request, without any session', async () => {
  const found = await modern('server/discover');
  expect([found.status, found.body.result]).toMatchObject([
    200,
    {
      resultType: 'complete',
      supportedVersions: expect.arrayContaining([version, '2025-11-25']),
      capabilities: { tools: {} },
      cacheScope: 'private',
    },
  ]);
  expect(found.headers.get('mcp-session-id')).toBeNull();
  const listed = await modern('tools/list');
  expect(names(listed)).toEqual(['search_knowledge', 'list_sessions', 'read_session', 'answer_session']);
  expect(listed.body.result.tools[0]).toMatchObject({
    inputSchema: { type: 'object', required: ['query'], properties: { query: { type: 'string' } } },
    annotations: { readOnlyHint: true },
  });
});

it('answers a client that shakes hands', async () => {
  const hello = await post({
    jsonrpc: '2.0',
    id: 'a',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'old', version: '1' } },
  });
  expect(hello.body).toMatchObject({
    jsonrpc: '2.0',
    id: 'a',
    result: { protocolVersion: '2025-06-18', serverInfo: { name: 'parley' } },
  });
  const old = { headers: { 'MCP-Protocol-Version': '2025-06-18' } };
  expect((await post({ jsonrpc: '2.0', method: 'notifications/initialized' }, old)).status).toBe(202);
  expect((await post({ jsonrpc: '2.0', id: 2, method: 'ping' }, old)).body.result).toEqual({});
  const listed = await post({ jsonrpc: '2.0', id: 3, method: 'tools/list' }, old);
  expect([names(listed).length, listed.body.result.resultType]).toEqual([4, undefined]);
});

it('searches, lists, reads and answers as the API does, with audit', async () => {
  await bed.knowledge.create(ours.id, { title: 'Refunds', content: 'A refund takes five days.' });
  const searched = await call('search_knowledge', { query: 'how long does a refund take' });
  expect(searched.body.result.structuredContent.items[0]).toMatchObject({ title: 'Refunds' });
  const sessionId = await make(bed, ours, 'heldSession');
  const said = await call('answer_session', { sessionId, text: 'Five days, Ada.', note: true });
  expect(said.body.result).toMatchObject({ isError: false, structuredContent: { type: 'note' } });
  const read = await call('read_session', { sessionId });
  const texts = read.body.result.structuredContent.items.map(
    ({ content }: { content: { text?: string } }) => content.text,
  );
  expect(texts).toEqual(expect.arrayContaining(['How long does a refund take?', 'Five days, Ada.']));
  const listed = await call('list_sessions', { limit: 50 });
  expect(listed.body.result.structuredContent.items.map(({ id }: { id: string }) => id)).toContain(sessionId);
  const audit = await bed.api('GET', 'audit-logs?action=sessions.reply', { token: ours.accessToken });
  expect(audit.body.items[0]).toMatchObject({ resourceId: sessionId, details: { by: 'mcp' } });
});

it('shows and does no more than the key may, and nothing of another organization', async () => {
  const reader = await keyWith(['sessions:read']);
  const listed = await post({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, { token: reader });
  expect(names(listed)).toEqual(['list_sessions', 'read_session']);
  const sessionId = await make(bed, ours, 'heldSession');
  const write = { name: 'answer_session', arguments: { sessionId, text: 'x' } };
  const refused = await post(
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: write },
    { token: reader },
  );
  expect(refused.body.result).toMatchObject({
    isError: true,
    content: [{ text: 'This needs the permission sessions:write.' }],
  });
  const foreign = await call('read_session', { sessionId: await make(bed, theirs, 'session') });
  const unknown = await call('read_session', { sessionId: '0b5a4f6e-6c1f-4d0e-9a3b-1f2e3d4c5b6a' });
  expect(foreign.body.result.isError).toBe(true);
  expect(foreign.text).toBe(unknown.text);
  expect((await post({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, { token: 'pk_none' })).status).toBe(
    401,
  );
});

it('says what is wrong with a request, in the codes of the protocol', async () => {
  const codeOf = ({ status, body }: Answered) => [status, body.error.code];
  expect(codeOf(await modern('tools/list', {}, { 'Mcp-Method': 'ping' }))).toEqual([400, -32_020]);
  expect(codeOf(await modern('no/such'))).toEqual([404, -32_601]);
  expect(codeOf(await call('no_such', {}))).toEqual([200, -32_602]);
  const later = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2030-01-01' } };
  const asked = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: later };
  const tomorrow = await post(asked, {
    headers: { 'MCP-Protocol-Version': '2030-01-01', 'Mcp-Method': 'tools/list' },
  });
  expect(codeOf(tomorrow)).toEqual([400, -32_022]);
  expect(tomorrow.body.error.data.supported).toContain(version);
  expect(codeOf(await post('{"jsonrpc":'))).toEqual([400, -32_700]);
  expect(codeOf(await post([{ jsonrpc: '2.0', id: 1, method: 'ping' }]))).toEqual([400, -32_600]);
  const elsewhere = { headers: { Origin: 'https://evil.test' } };
  expect(codeOf(await post({ jsonrpc: '2.0', id: 1, method: 'ping' }, elsewhere))).toEqual([403, -32_600]);
  expect((await bed.ask('GET', '/mcp', { token: key })).status).toBe(405);
  const wrong = await call('search_knowledge', { query: 'x', limit: 999, extra: 1 });
  expect(wrong.body.result).toMatchObject({ isError: true });
  expect(wrong.body.result.content[0].text).toContain('limit:');
});
