// A stop does not wait for work that any later run does as well.
import { startFakeModel } from '../dev-env/fake-model';
import { realProcess } from '../dev-env/real-process';
import { TestServer } from '../dev-env/test-server';
import { eventually } from '../../src/tools/eventually';

test('Articles that wait for their vectors hold up no stop, and leave no listener behind', async () => {
  const model = await startFakeModel();
  model.embedMs = 250;
  const warnings: string[] = [];
  const warned = ({ name }: Error) => void warnings.push(name);
  realProcess.on('warning', warned);
  const server = await TestServer.create({
    env: {
      EMBEDDINGS: 'openai',
      EMBEDDINGS_BASE_URL: model.baseUrl,
      EMBEDDINGS_MODEL: 'fake',
      PARLEY_DEMO: 'off',
    },
  });
  let closing: Promise<void> | undefined;
  try {
    const articles = Array.from({ length: 120 }, (_, i) => ({
      title: `Article ${i}`,
      content: `What article ${i} is about, in a sentence or two.`,
    }));
    const { status } = await server.request('POST', 'knowledge/articles/import', { body: articles });
    expect(status).toBe(200);
    await eventually(() => model.embedded.length > 0);
    await (closing = server.close());
    // A batch is 25 articles; the rest waits for the next start.
    expect(model.embedded.flat().length).toBeLessThan(articles.length);
    expect(warnings).not.toContain('MaxListenersExceededWarning');
  } finally {
    realProcess.off('warning', warned);
    await (closing ?? server.close());
    await model.close();
  }
});
