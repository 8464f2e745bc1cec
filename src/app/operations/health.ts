// What Settings, Health shows, from what is measured already.
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { presentChannel } from '../../api/present';
import {
  addressItem,
  backupItem,
  channelItems,
  diskItem,
  jobItem,
  mailItem,
  meaningItem,
  modelItem,
  requestsItem,
  storeItems,
} from '../../insights/health';
import type { Health, HealthItem } from '../../protocol/health';
import { nameOf } from '../../responder/ask-providers';
import type { Breakers } from '../../responder/breaker';
import type { Provider } from '../../responder/providers/provider';
import { unlearned } from '../../responder/understanding/asks-for-person/classifier';
import { lastBackupKey } from '../../stores/archive/last-backup';
import { createHealthStore } from '../../stores/postgres/tenant/insights/health';
import { allPages } from '../../tools/all-pages';
import type { Parts } from '../parts';
import { readiness } from './readiness';

type HealthParts = Parts & { responder: { breakers: Breakers }; provider: Provider };

export function createReadHealth(parts: HealthParts) {
  const { config, stores, queue } = parts;
  const rows = createHealthStore(stores.postgres.withOrganization);
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
    version: string;
  };

  return async (organizationId: string, seesServer: boolean): Promise<Health> => {
    const [own, found, lag, failed] = await Promise.all([
      ownItems(parts, rows, organizationId),
      readiness(stores),
      queue.jobs.lag(),
      queue.jobs.counts({ organizationId, andServer: seesServer }),
    ]);
    const items: HealthItem[] = [
      ...own,
      requestsItem(unlearned, seesServer),
      jobItem({ ...lag, failed: failed.failed }),
      ...storeItems({ ...found, kinds: kindsOf(config) }, seesServer),
    ];
    if (!seesServer) return { items };
    return {
      items: [...items, ...(await serverItems(parts))],
      server: { version, workers: lag.workers, role: config.role, node: hostname() },
    };
  };
}

async function serverItems({ config, stores }: Parts): Promise<HealthItem[]> {
  const [bytes, noted] = await Promise.all([
    statfs(config.dataDir).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    ),
    stores.postgres.crossTenant.instanceValue(lastBackupKey),
  ]);
  return [
    diskItem(bytes),
    addressItem(config.publicUrl),
    backupItem(noted, { now: new Date(), isProduction: config.production }),
  ];
}

async function ownItems(
  parts: HealthParts,
  rows: ReturnType<typeof createHealthStore>,
  organizationId: string,
): Promise<HealthItem[]> {
  const { config, tables, channelList, provider, responder, knowledge } = parts;
  const isModel = provider.model !== undefined;
  const [channels, traffic, answered, { embeddings }] = await Promise.all([
    allPages((cursor) =>
      tables.channels.list(organizationId, {}, { limit: 200, ...(cursor !== undefined && { cursor }) }),
    ),
    rows.traffic(organizationId),
    isModel ? rows.answered(organizationId, provider.name) : {},
    knowledge.status(organizationId),
  ]);
  const shown = channels.map((row) => presentChannel(row, channelList.get(row.type), config.publicUrl));
  return [
    ...channelItems(shown, traffic),
    mailItem(shown),
    modelItem({
      ...answered,
      ...(isModel && { name: nameOf(provider) }),
      leftAlone: responder.breakers.of(organizationId, nameOf(provider)).isOpen(),
    }),
    meaningItem(embeddings),
  ];
}

const kindsOf = ({ databaseUrl, mongoUrl, redisUrl, s3 }: Parts['config']): Record<string, string> => ({
  postgres: databaseUrl === undefined ? 'embedded' : 'PostgreSQL',
  documents: mongoUrl === undefined ? 'PostgreSQL' : 'MongoDB',
  realtime: redisUrl === undefined ? 'memory' : 'Redis',
  ...(s3 && { files: 'S3' }),
});
