// What a newcomer finds: one organization with an admin and a web channel, and a small help centre to ask.
import { randomBytes } from 'node:crypto';
import type { Config } from '../config';
import { hashPassword } from '../identity/passwords';
import type { Channels } from '../identity/people-store';
import { demoArticles, demoQuestions, demoShop } from '../knowledge/demo';
import type { Knowledge } from '../knowledge/knowledge';
import { firstNames } from '../protocol/first-day';
import type { Postgres } from '../stores/postgres/connection/database';

export interface FirstStart {
  organizationId: string;
  channelKey: string | undefined;
  /** Who can sign in there and may do everything; undefined: nobody. */
  adminEmail: string | undefined;
  /** Only when it was made now and by us: it is said once. */
  password?: string;
  /** Names of organizations that nobody can administer. */
  withoutAdmin: string[];
}

/** What the widget of the demo page greets with. */
const demoChannel = {
  greeting: `Welcome to ${demoShop}. What can we help you with?`,
  suggestedQuestions: [...demoQuestions],
};

interface FirstStartDeps {
  config: Config;
  postgres: Postgres;
  channels: Channels;
  knowledge: Pick<Knowledge, 'import'>;
  passwordCost: number;
}

export async function firstStart({
  config,
  postgres,
  channels,
  knowledge,
  passwordCost,
}: FirstStartDeps): Promise<FirstStart> {
  const { crossTenant } = postgres;
  const password = config.admin.password ?? randomBytes(12).toString('base64url');
  const { created, organizationId, channelKey, adminEmail } = await crossTenant.createFirstOrganization({
    organizationName: config.demo ? firstNames.demo : firstNames.plain,
    email: config.admin.email,
    passwordHash: await hashPassword(password, passwordCost),
    displayName: 'Admin',
    channelName: config.demo ? demoShop : 'Website',
  });
  // Its own mark: a start that broke off between the two is made whole by the next.
  if ((await crossTenant.instanceValue('demo')) === undefined) {
    if (config.demo) {
      await knowledge.import(organizationId, demoArticles);
      const { items } = await channels.list(organizationId, { type: 'web' }, { limit: 1 });
      if (items[0]) await channels.update(organizationId, items[0].id, { config: demoChannel });
    }
    await crossTenant.setInstanceValue('demo', config.demo ? 'there' : 'off');
  }
  return {
    organizationId,
    channelKey,
    adminEmail,
    withoutAdmin: await crossTenant.organizationsWithoutAdmin(),
    ...(created && config.admin.password === undefined && { password }),
  };
}
