// EMBEDDINGS=local: a sentence model in a folder, of several languages, with another tokenizer and other dimensions than the one
// that is in the repository. It takes over from that one on the same database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { builtInEmbedder } from '../../src/knowledge/embed/onnx';
import type { KnowledgeStatus } from '../../src/protocol/knowledge';
import { eventually } from '../../src/tools/eventually';
import { isWalked } from '../dev-env/in-browser';
import { makeTinyModel, tinyDimensions } from '../dev-env/tiny-model';
import { TestServer } from '../dev-env/test-server';
import { desk, launch } from './console-desk';

const env = { PARLEY_DEMO: 'off', RATE_LIMITS: 'off' };
const folders = mkdtempSync(join(tmpdir(), 'parley-model-'));
let first: TestServer;
let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
  await first?.close();
  rmSync(folders, { recursive: true, force: true });
});

const statusOf = async (server: TestServer) =>
  (await server.request('GET', 'knowledge/status')).body as KnowledgeStatus;

async function finds(server: TestServer, query: string): Promise<string | undefined> {
  const { body } = await server.request('POST', 'knowledge/search', { body: { query } });
  return (body as { items: Array<{ title: string }> }).items[0]?.title;
}

const models = (server: TestServer) =>
  server.query<{ model: string; dimensions: number }>(
    `SELECT DISTINCT doc->'metadata'->>'model' AS model, length(embedding) / 4 AS dimensions FROM vector_embeddings`,
  );

(builtInEmbedder().embedder ? it : it.skip)(
  'makes all vectors again, finds by words all the while, and then finds what another language asks',
  async () => {
    first = await TestServer.create({ env: { ...env, EMBEDDINGS: 'built-in' } });
    const articles = [
      { title: 'Refunds', content: 'A refund takes five to seven days.' },
      { title: 'Tracking', content: 'A parcel can be tracked on its page.' },
      { title: 'Visiting us', content: 'Our shop has coffee.' },
    ];
    for (const body of articles) await first.request('POST', 'knowledge/articles', { body });
    await eventually(async () => (await statusOf(first)).pending === 0);
    expect(await finds(first, 'Wann kommt meine Erstattung?')).toBeUndefined();
    const [before] = await models(first);
    await first.app.close();

    const EMBEDDINGS_PATH = makeTinyModel(folders, 'tiny');
    const local = { ...env, EMBEDDINGS: 'local', EMBEDDINGS_PATH };
    const second = await TestServer.create({ beside: first, env: local });
    try {
      expect(await finds(second, 'seven days')).toBe('Refunds');
      await eventually(async () => {
        const { pending, embeddings } = await statusOf(second);
        return pending === 0 && embeddings.state === 'ready' && !embeddings.remaking;
      });
      for (const [asked, title] of [
        ['Wann kommt meine Erstattung?', 'Refunds'],
        ['Où est mon colis ?', 'Tracking'],
        ['¿Dónde está la tienda?', 'Visiting us'],
      ] as const)
        await eventually(async () => (await finds(second, asked)) === title);
      // Those of the model before are gone, once the new ones are whole.
      await eventually(async () => (await models(second)).length === 1);
      const [now] = await models(second);
      expect(now).toMatchObject({ dimensions: tinyDimensions });
      expect(now!.model).toMatch(/^tiny:/);
      expect(before).toMatchObject({ dimensions: 384 });
      if (!isWalked) return;
      browser = await launch();
      const { page } = await desk(browser, second, { path: '/console/knowledge' });
      await page.getByText(/found by words and by meaning \(tiny:/).waitFor();
    } finally {
      await second.close();
    }
  },
);

it('a folder without a model is said, and words alone serve', async () => {
  const server = await TestServer.create({ env: { ...env, EMBEDDINGS: 'local', EMBEDDINGS_PATH: folders } });
  try {
    await server.request('POST', 'knowledge/articles', {
      body: { title: 'Refunds', content: 'A refund takes seven days.' },
    });
    expect(await finds(server, 'refund')).toBe('Refunds');
    const { embeddings } = await statusOf(server);
    expect(embeddings).toMatchObject({ state: 'off', reason: expect.stringContaining('has no model.onnx') });
  } finally {
    await server.close();
  }
});
