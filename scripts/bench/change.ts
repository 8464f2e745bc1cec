// How soon what was written on one node is found on every node: by words, by meaning, and by a synonym.
import { randomUUID } from 'node:crypto';
import { eventually } from '../../src/tools/eventually';
import { throwawayPostgres } from '../../test/dev-env/postgres';
import { redisForTests } from '../../test/dev-env/redis';
import { judge } from './limits';
import { start, type Program } from './processes';
import { login } from './targets';

const rounds = 8;
const asked = 5_000;
/** Which article it is, and nothing of what it says is asked: only its meaning. */
const meant = 'How do I travel with my dog by train?';
const content = (n: number) =>
  `Number ${n}. Passengers may bring small pets aboard in a carrier; larger animals on railways wear a muzzle.`;

type Ask = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

export async function benchChange(): Promise<void> {
  const redis = await redisForTests();
  if (!redis) return console.log('Two nodes share a Redis: none is here.');
  const postgres = await throwawayPostgres();
  try {
    const env = {
      DATABASE_URL: (await postgres.freshDatabase()).url,
      REDIS_URL: redis.url,
      PARLEY_ADMIN_PASSWORD: randomUUID(),
      PARLEY_DEMO: 'off',
      EMBEDDINGS: 'built-in',
    };
    const nodes = [await start('parley.cjs', env), await start('parley.cjs', env)];
    await measure(await Promise.all(nodes.map(asAdmin)));
    for (const node of nodes) await node.stop();
  } finally {
    await postgres.stop();
    await redis.close();
  }
}

async function measure(nodes: Ask[]): Promise<void> {
  const took: Record<string, number[]> = { words: [], meaning: [], 'a synonym': [] };
  const [one] = nodes;
  for (let n = 0; n < rounds; n += 1) {
    const word = `zq${randomUUID().replace(/\W/g, '')}`;
    const body = { title: `On board ${word}`, content: content(n) };
    const { id } = await one!('POST', 'knowledge/articles', body);
    const finds = (query: string) => everywhere(nodes, { query, id });
    const [words, meaning] = await Promise.all([finds(word), finds(meant)]);
    took['words']!.push(words);
    took['meaning']!.push(meaning);
    await one!('PUT', 'knowledge/synonyms', { items: [[word, `also${word}`]] });
    took['a synonym']!.push(await finds(`also${word}`));
    await one!('DELETE', `knowledge/articles/${String(id)}`);
  }
  for (const [by, times] of Object.entries(took)) {
    const value = Math.max(...times);
    judge({
      what: `found by ${by} on two nodes, the slowest of ${rounds}`,
      value,
      limit: asked,
      unit: 'ms',
      digits: 0,
    });
  }
}

/** @returns how many ms after the call the last of the nodes finds it */
async function everywhere(nodes: Ask[], { query, id }: { query: string; id: unknown }): Promise<number> {
  const began = performance.now();
  await Promise.all(
    // What is not found at all is over the limit, too.
    nodes.map((ask) =>
      eventually(() => isFound(ask, query, id), { within: 30_000, every: 50 }).catch(() => undefined),
    ),
  );
  return performance.now() - began;
}

async function isFound(ask: Ask, query: string, id: unknown): Promise<boolean> {
  const { items } = await ask('POST', 'knowledge/search', { query });
  return (items as Array<{ articleId: unknown }>).some(({ articleId }) => articleId === id);
}

async function asAdmin({ ready }: Program): Promise<Ask> {
  const token = await login(ready['url']!, ready['email']!, ready['password']!);
  return async (method, path, body) => {
    const response = await fetch(`${ready['url']}/api/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
  };
}
