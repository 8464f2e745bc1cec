// Every table of the API's own, as its consumers want it.
import type { Postgres } from './database';
import { createAgentDirectory } from './agents';
import { createAnswerStore } from './answers';
import { createAttachmentStore } from './attachments';
import { createChannelStore } from './channels';
import { createCustomerStore } from './customers';
import { createIdempotencyStore } from './idempotency';
import { createIdentityStore } from './identity';
import { createAnalyticsStore } from './insights';
import { createKnowledgeStore } from './knowledge';
import { createPeopleStore } from './people';
import { createSessionRows } from './sessions';
import { createSettingStore } from './settings';

export type Tables = ReturnType<typeof createTables>;

export function createTables(postgres: Pick<Postgres, 'withOrganization' | 'across'>) {
  const { withOrganization } = postgres;
  return {
    rows: createSessionRows(postgres),
    agents: createAgentDirectory(withOrganization),
    people: createPeopleStore(withOrganization),
    channels: createChannelStore(withOrganization),
    customers: createCustomerStore(withOrganization),
    identity: createIdentityStore(withOrganization),
    knowledge: createKnowledgeStore(withOrganization),
    answers: createAnswerStore(withOrganization),
    attachments: createAttachmentStore(withOrganization, postgres.across),
    analytics: createAnalyticsStore(withOrganization),
    idempotency: createIdempotencyStore(withOrganization),
    settings: createSettingStore(withOrganization),
  };
}
