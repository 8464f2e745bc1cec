// How channels sign in to mail accounts by a person's consent.
import { createConsent } from '../../channels/email/oauth/consent';
import { createOauthClient } from '../../channels/email/oauth/provider';
import { createMailTokens } from '../../channels/email/oauth/tokens';
import type { Config } from '../../config';
import type { JobQueue } from '../../jobs/queue';
import type { Stores } from '../../stores/open';
import { createSafeFetch } from '../../tools/safe-fetch';
import type { Seal } from '../../tools/seal';
import type { Lookups } from '../operations/secrets';

interface Given {
  config: Pick<Config, 'fetchAllow'>;
  stores: Stores;
  seal: Seal;
}

const clientOf = ({ config }: Given) => createOauthClient(createSafeFetch({ allow: config.fetchAllow }));
const rowsOf = ({ stores, seal }: Given) => stores.postgres.crossTenant.channelTraffic(seal).channelTokens;

export const buildMailTokens = (given: Given) =>
  createMailTokens({ rows: rowsOf(given), client: clientOf(given) });

export const buildConsent = (
  given: Given & {
    config: Pick<Config, 'publicUrl'>;
    lookups: Pick<Lookups, 'channelById'>;
    traffic: { mailboxes: { ask(channelId: string): Promise<void> } };
    queue: Pick<JobQueue, 'add'>;
  },
) =>
  createConsent({
    client: clientOf(given),
    rows: rowsOf(given),
    channelById: given.lookups.channelById,
    seal: given.seal,
    publicUrl: given.config.publicUrl,
    async connected(channelId) {
      await given.traffic.mailboxes.ask(channelId);
      await given.queue.add('check-channels', {}, { key: 'check-channels' });
    },
  });
