// Knowledge as one node of several has it, on a real PostgreSQL: events do not reach from one to another.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createEventBus } from '../../src/events';
import type { EmbedderChoice } from '../../src/knowledge/embed/embedder';
import { createKnowledge, type Knowledge } from '../../src/knowledge/knowledge';
import { noSynonyms } from '../../src/knowledge/synonyms';
import { createLog } from '../../src/log';
import type { Postgres } from '../../src/stores/postgres/connection/database';
import { createVectorStore } from '../../src/stores/postgres/documents';
import { createKnowledgeStore } from '../../src/stores/postgres/tenant/knowledge/knowledge';

type Timing = Pick<Parameters<typeof createKnowledge>[0], 'queryVectorMs'>;

export function knowledgeNode(
  postgres: Postgres,
  embeddings: EmbedderChoice,
  timing: Timing = {},
): Knowledge {
  const knowledge: Knowledge = createKnowledge({
    synonymsOf: () => Promise.resolve(noSynonyms),
    store: createKnowledgeStore((id, work) => postgres.withOrganization(id, work)),
    vectors: createVectorStore(postgres.documents),
    embeddings,
    events: createEventBus((error) => {
      throw error;
    }),
    embedLater: (id) => void knowledge.embedPending(id),
    log: createLog('silent'),
    recheckMs: 50,
    ...timing,
  });
  return knowledge;
}

/** A new one. @param url as the owner of the database */
export async function newOrganization(url: string): Promise<string> {
  const id = randomUUID();
  const owner = new Client({ connectionString: url });
  await owner.connect();
  await owner.query('INSERT INTO organizations (id, name) VALUES ($1, $2)', [id, id]);
  await owner.end();
  return id;
}
