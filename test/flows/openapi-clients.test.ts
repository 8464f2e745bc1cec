// Others read the description too: a validator checks real answers against it, and two generated clients work.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestServer } from '../dev-env/test-server';

const run = promisify(execFile);
const root = join(__dirname, '../..');
/** Made by .ci/run: schemathesis and openapi-python-client of PyPI. */
const python = join(root, '.cache/python/bin');

let server: TestServer;
let folder: string;
let key: string;
let sessionId: string;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
  folder = await mkdtemp(join(tmpdir(), 'parley-clients-'));
  const { permissions } = (await server.request('GET', 'auth/me')).body as { permissions: string[] };
  const made = await server.request('POST', 'api-keys', { body: { name: 'Clients', permissions } });
  key = (made.body as { key: string }).key;
  const customer = await server.request('POST', 'customers', {
    body: { externalId: 'c-1', firstName: 'Ada' },
  });
  const { items } = (await server.request('GET', 'channels')).body as { items: Array<{ id: string }> };
  const opened = await server.request('POST', 'sessions', {
    body: {
      customerId: (customer.body as { id: string }).id,
      channelId: items[0]!.id,
      message: { text: 'Hello', clientMessageId: 'first' },
    },
  });
  sessionId = (opened.body as { id: string }).id;
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What both clients do. */
const environment = () => ({
  ...process.env,
  PARLEY_URL: server.url,
  PARLEY_KEY: key,
  SESSION_ID: sessionId,
});

async function describedTo(file: string): Promise<string> {
  const path = join(folder, file);
  await writeFile(path, await (await fetch(`${server.url}/openapi.json`)).text());
  return path;
}

async function allOfIt(mark: string): Promise<void> {
  const { body } = await server.request('GET', `sessions/${sessionId}/messages`);
  const messages = (body as { items: Array<{ type: string; content: { text?: string } }> }).items;
  const written = messages.filter(({ content }) => content.text?.startsWith(mark));
  expect(written.map(({ type, content }) => [type, content.text])).toEqual([
    ['text', `${mark} replies`],
    ['file', `${mark} sends a file`],
  ]);
  const articles = await server.request('GET', `knowledge/articles?q=${encodeURIComponent(mark)}`);
  expect((articles.body as { items: unknown[] }).items).toHaveLength(1);
}

const typescriptProgram = `import createClient from 'openapi-fetch';
import type { paths } from './api';

async function main(): Promise<void> {
  const client = createClient<paths>({
    baseUrl: process.env['PARLEY_URL']!,
    headers: { Authorization: \`Bearer \${process.env['PARLEY_KEY']}\` },
  });
  const id = process.env['SESSION_ID']!;
  const list = await client.GET('/api/v1/sessions', { params: { query: { order: 'startedAt', limit: 10 } } });
  if (!list.data?.items.some((one) => one.id === id)) throw new Error('the session is not in the list');
  const path = { id };
  const reply = await client.POST('/api/v1/sessions/{id}/messages', {
    params: { path },
    body: { text: 'TypeScript replies', clientMessageId: 'ts-1', note: false, as: { name: 'Bot' } },
  });
  if (reply.data?.sender !== 'system') throw new Error(JSON.stringify(reply.error));
  const uploaded = await client.POST('/api/v1/attachments', {
    body: { file: 'replaced by the serializer' },
    bodySerializer() {
      const form = new FormData();
      form.set('file', new Blob(['Paid.']), 'receipt.txt');
      return form;
    },
  });
  const file = uploaded.data?.id;
  if (!file) throw new Error(JSON.stringify(uploaded.error));
  const sent = await client.POST('/api/v1/sessions/{id}/messages', {
    params: { path },
    body: { text: 'TypeScript sends a file', clientMessageId: 'ts-2', note: false, attachmentIds: [file] },
  });
  if (sent.data?.content.fileName !== 'receipt.txt') throw new Error(JSON.stringify(sent.error));
  const imported = await client.POST('/api/v1/knowledge/articles/import', {
    body: [{ externalId: 'ts', title: 'TypeScript', content: 'Written by a generated client.' }],
  });
  if (imported.data?.items.length !== 1) throw new Error(JSON.stringify(imported.error));
}
void main();
`;

it('makes a TypeScript client that lists, replies, uploads and imports', async () => {
  const inside = await mkdtemp(join(root, '.cache/client-'));
  try {
    const generator = join(root, 'node_modules/openapi-typescript/bin/cli.js');
    await run('node', [generator, await describedTo('openapi.json'), '--output', join(inside, 'api.ts')]);
    await writeFile(join(inside, 'program.ts'), typescriptProgram);
    const options = ['--strict', '--noEmit', '--skipLibCheck', '--ignoreConfig', '--target', 'es2022'];
    const modules = ['--module', 'preserve', '--moduleResolution', 'bundler', '--types', 'node'];
    const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');
    const checked = spawnSync('node', [tsc, ...options, ...modules, join(inside, 'program.ts')], {
      encoding: 'utf8',
    });
    expect(checked.stdout).toBe('');
    await run('npx', ['tsx', join(inside, 'program.ts')], { env: environment(), cwd: root });
    await allOfIt('TypeScript');
  } finally {
    await rm(inside, { recursive: true, force: true });
  }
});

const pythonProgram = `import io, os
from uuid import UUID
from parley_client import AuthenticatedClient
from parley_client.api.attachments import attachments_upload
from parley_client.api.knowledge import articles_import
from parley_client.api.sessions import sessions_list, sessions_reply
from parley_client.models import *
from parley_client.types import File

client = AuthenticatedClient(base_url=os.environ["PARLEY_URL"], token=os.environ["PARLEY_KEY"])
session_id = UUID(os.environ["SESSION_ID"])
page = sessions_list.sync(client=client, limit=10)
assert any(one.id == session_id for one in page.items), page

def reply(body):
    return sessions_reply.sync(id=session_id, client=client, body=SessionsReplyBody.from_dict(body))

assert reply({"text": "Python replies", "clientMessageId": "py-1", "as": {"name": "Bot"}}).sender == "system"
file = File(payload=io.BytesIO(b"Paid."), file_name="receipt.txt", mime_type="text/plain")
uploaded = attachments_upload.sync(client=client, body=AttachmentsUploadBody(file=file))
sent = reply({"text": "Python sends a file", "clientMessageId": "py-2", "attachmentIds": [str(uploaded.id)]})
assert sent.content.file_name == "receipt.txt", sent
article = ArticlesImportBodyItem(external_id="py", title="Python", content="Written by a generated client.")
assert len(articles_import.sync(client=client, body=[article]).items) == 1
`;

const isHere = existsSync(join(python, 'schemathesis'));
const suite = isHere ? 'in Python' : 'in Python (skipped: .ci/run puts schemathesis into .cache/python)';

(isHere ? describe : describe.skip)(suite, () => {
  it('makes a client that lists, replies, uploads and imports', async () => {
    const path = await describedTo('openapi.json');
    const output = join(folder, 'client');
    const config = join(folder, 'config.yml');
    await writeFile(config, 'package_name_override: parley_client\npost_hooks: []\n');
    const generator = [
      'generate',
      '--path',
      path,
      '--output-path',
      output,
      '--config',
      config,
      '--meta',
      'none',
    ];
    const made = await run(join(python, 'openapi-python-client'), generator);
    expect(made.stdout + made.stderr).not.toMatch(/warning|error/i);
    await run('ln', ['-s', output, join(folder, 'parley_client')]);
    await writeFile(join(folder, 'program.py'), pythonProgram);
    await run(join(python, 'python'), [join(folder, 'program.py')], {
      env: { ...environment(), PYTHONPATH: folder },
    });
    await allOfIt('Python');
  });

  it('finds no answer that the description does not tell of', async () => {
    // A version that is not the present one, and a body beyond what is read, are refused before the body is looked at.
    const refusals = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429].map(
      (code) => `"${code}"`,
    );
    await writeFile(
      join(folder, 'schemathesis.toml'),
      `[checks]\nnegative_data_rejection.expected-statuses = [${refusals.join(', ')}]\n`,
    );
    const args = [
      'run',
      `${server.url}/openapi.json`,
      ...['--header', `Authorization: Bearer ${key}`],
      ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '5', '--workers', '1'],
      // What is refused for reasons that no schema can say is no fault; with one key for all, nothing is anonymous.
      ...[
        '--exclude-checks',
        'positive_data_acceptance,ignored_auth,use_after_free,ensure_resource_availability',
      ],
      // The tools of an MCP server are asked of a server elsewhere, and a translation of a model: neither is there.
      ...[
        '--exclude-path-regex',
        '/(auth|users|agents|api-keys|widget|translation|mcp-servers/.*/tools)(/|$)',
      ],
      ...['--max-time', '60', '--request-timeout', '120', '--warnings', 'off'],
      '--generation-deterministic',
      '--no-color',
    ];
    const checked = await run(join(python, 'schemathesis'), args, {
      timeout: 280_000,
      maxBuffer: 1e8,
      cwd: folder,
    }).catch((error: { killed?: boolean; stdout: string }) => {
      throw new Error(error.killed ? 'It did not end in time.' : error.stdout.slice(-8_000));
    });
    expect(checked.stdout).toMatch(/Test cases:\s+[\d,]+ generated/);
    expect(checked.stdout).not.toMatch(/FAILURES|ERRORS/);
  });
});
