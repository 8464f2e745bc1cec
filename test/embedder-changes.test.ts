// Another model makes all vectors anew: those of the one before serve until the new set is whole, whichever the two are.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../src/config';
import { chooseEmbedder } from '../src/knowledge/embed/choose';
import type { Embedder, EmbedderChoice } from '../src/knowledge/embed/embedder';
import { builtInEmbedder } from '../src/knowledge/embed/onnx';
import type { Knowledge } from '../src/knowledge/knowledge';
import { createLog } from '../src/log';
import { openPostgres, type Postgres } from '../src/stores/postgres/connection/database';
import { eventually } from '../src/tools/eventually';
import { startFakeModel, type FakeModel } from './dev-env/fake-model';
import { knowledgeNode, newOrganization } from './dev-env/knowledge-node';
import { throwawayPostgres, type ThrowawayPostgres } from './dev-env/postgres';
import { makeTinyModel } from './dev-env/tiny-model';

const folders = mkdtempSync(join(tmpdir(), 'parley-changes-'));
let server: ThrowawayPostgres;
let url: string;
let postgres: Postgres;
let model: FakeModel;
const nodes: Knowledge[] = [];

beforeAll(async () => {
  server = await throwawayPostgres();
  url = (await server.migratedDatabase()).url;
  postgres = await openPostgres({ url, log: createLog('silent') });
  model = await startFakeModel();
  for (const name of ['tiny', 'other']) makeTinyModel(folders, name);
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
});
afterAll(async () => {
  await postgres?.close();
  await server?.stop();
  await model?.close();
  rmSync(folders, { recursive: true, force: true });
});

function node(embeddings: EmbedderChoice): Knowledge {
  const knowledge = knowledgeNode(postgres, embeddings, { queryVectorMs: 60_000 });
  nodes.push(knowledge);
  return knowledge;
}

const organization = () => newOrganization(url);

type Settings = Config['embeddings'];
const folder = (name: string): Settings => ({ provider: 'local', folder: join(folders, name) });
/** @param settings what else is set, of the model before */
const endpoint = (name: string, settings: Partial<Settings> = {}): Settings => ({
  ...settings,
  provider: 'openai',
  endpoint: { baseUrl: model.baseUrl, apiKey: 'sk', model: name },
});
const kept = (settings: Settings, { endpoint: set }: Settings): Settings => ({
  ...settings,
  ...(set && { endpoint: set }),
});

/** Names of the embedders that questions went to. */
function listening(settings: Settings, asked: string[], held?: () => Promise<void>): EmbedderChoice {
  const choice = chooseEmbedder(settings);
  const older = 'older' in choice ? choice.older : undefined;
  const heard = <T extends Embedder | undefined>(one: T): T =>
    one && {
      ...one,
      embedQuery: (text: string, signal?: AbortSignal) => (
        asked.push(one.name),
        one.embedQuery(text, signal)
      ),
    };
  const own = heard(choice.embedder!)!;
  return {
    embedder: held
      ? // The texts by which a scale is measured are no articles.
        {
          ...own,
          embed: async (texts, signal) => (
            texts.join().includes('kayak') && (await held()),
            own.embed(texts, signal)
          ),
        }
      : own,
    older: (name: string) => heard(older?.(name)),
  };
}

const cases: Array<[string, () => [Settings, Settings]]> = [
  ['a folder’s model, then another folder’s', () => [folder('tiny'), folder('other')]],
  ['a folder’s model, then an endpoint’s', () => [folder('tiny'), endpoint('new', folder('tiny'))]],
  [
    'a folder’s model, then the built-in one',
    () => [folder('tiny'), { ...folder('tiny'), provider: 'built-in' }],
  ],
  ['an endpoint’s model, then a folder’s', () => [endpoint('old'), kept(folder('tiny'), endpoint('old'))]],
  ['an endpoint’s model, then another of it', () => [endpoint('old'), endpoint('new')]],
];

(builtInEmbedder().embedder ? it : it.skip).each(cases)('%s', async (_, settings) => {
  const [first, second] = settings();
  const organizationId = await organization();
  const before = node(chooseEmbedder(first));
  await before.import(organizationId, [
    { externalId: '1', title: 'Refund', content: 'Whoever sends a kayak back gets the money.' },
    { externalId: '2', title: 'Parcel', content: 'A kayak comes by freight.' },
  ]);
  await before.embedPending(organizationId);
  const older = chooseEmbedder(first).embedder!.name;
  await before.close();

  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  const asked: string[] = [];
  const choice = listening(second, asked, () => held);
  const after = node(choice);
  const found = async (asked: string) =>
    (await after.search(organizationId, asked, { limit: 3 })).map(({ title }) => title);
  const early = await found('remboursement');
  expect((await after.status(organizationId)).embeddings.remaking).toEqual({
    made: 0,
    of: 2,
    servedBy: older,
  });
  expect(asked).toEqual([older]);
  // Nothing of its words stands in an article: a model of several languages knows it.
  if (first.provider === 'local') expect(early[0]).toBe('Refund');
  go();
  await eventually(async () => (await after.status(organizationId)).embeddings.remaking === undefined);
  asked.length = 0;
  const late = await found('refund');
  expect(asked).toEqual([choice.embedder!.name]);
  expect(late[0]).toBe('Refund');
});
