// Rows become JSON here and nowhere else.
import type { z } from 'zod';
import { displayName } from '../customers/known-attributes';
import { pictureUrlOf } from '../files/agent-pictures';
import type { Customer } from '../customers/store';
import type {
  AgentRow,
  ApiKeyRow,
  ChannelRow,
  OrganizationRow,
  SettingRow,
  UserRow,
} from '../identity/people-store';
import type { Person } from '../identity/store';
import type { Agent, ApiKey, Organization, User } from '../protocol/people';
import type { Setting } from '../protocol/settings';
import type { OwnAgent } from '../protocol/logins';
import type { ConsoleLanguage } from '../protocol/model/console-languages';
import type { Channel, Health } from '../protocol/model/channel';
import type { Presence } from '../protocol/model/presence';
import type { Role } from '../protocol/model/roles';
import { masked } from './channel-secrets';
import { knownPermissions } from './http/rights';

export function presentUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    ...names(row),
    role: row.role as Role,
    isActive: row.isActive,
    createdAt: row.createdAt.toISOString(),
    ...(row.lastLoginAt && { lastLoginAt: row.lastLoginAt.toISOString() }),
  };
}

/** Who just signed in. */
export function presentPerson(person: Person): { user: User; agent?: OwnAgent } {
  const { userId, email, role, isActive, agentId, displayName: shown, language } = person;
  return {
    user: { id: userId, email, ...names(person), role: role as Role, isActive },
    ...(agentId && { agent: presentOwnAgent({ id: agentId, displayName: shown ?? '', language }) }),
  };
}

export function presentOwnAgent({
  id,
  displayName: shown,
  language,
}: Pick<AgentRow, 'id' | 'displayName' | 'language'>): OwnAgent {
  return { id, displayName: shown, ...(language !== null && { language: language as ConsoleLanguage }) };
}

/** @param presence undefined: may not sign in any more */
export function presentAgent(row: AgentRow, presence: Presence | undefined): Agent {
  return {
    id: row.id,
    userId: row.userId,
    displayName: row.displayName,
    isActive: presence !== undefined,
    presence: presence ?? 'offline',
    maxConcurrentChats: row.maxConcurrentChats,
    specialties: row.specialties,
    languages: row.languages,
    ...(row.pictureId && { pictureUrl: pictureUrlOf(row.pictureId) }),
    createdAt: row.createdAt.toISOString(),
  };
}

export function presentApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    permissions: knownPermissions(row.permissions),
    ...(row.expiresAt && { expiresAt: row.expiresAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    ...(row.lastUsedAt && { lastUsedAt: row.lastUsedAt.toISOString() }),
  };
}

/** @param kind its type; undefined when this server does not know that */
export function presentChannel(
  row: ChannelRow,
  kind: { settings: z.ZodObject; hasVisitors: boolean } | undefined,
  publicUrl: string | undefined,
): Channel {
  const {
    ok = true,
    lastError,
    lastErrorAt,
    lastEventAt,
    lastTest,
    mailbox,
  } = kind ? row.health : unknownType;
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    key: row.key,
    isActive: row.isActive,
    config: masked(row.config, kind?.settings),
    ...(kind?.hasVisitors === false && {
      webhookUrl: `${publicUrl ?? ''}/webhooks/${row.type}/${row.id}`,
    }),
    health: {
      ok: ok && (!mailbox || mailbox.state === 'connected'),
      ...(lastError && { lastError }),
      ...(lastErrorAt && { lastErrorAt }),
      ...(lastEventAt && { lastEventAt }),
      ...(lastTest && { lastTest: presentTest(lastTest) }),
      ...(mailbox && { mailbox }),
    },
  };
}

/** Without the provider's id. */
const presentTest = ({ at, delivery, error }: NonNullable<Health['lastTest']>) => ({
  at,
  delivery,
  ...(error !== undefined && { error }),
});

const unknownType: Partial<Health> = {
  ok: false,
  lastError: 'Nothing is received or sent here: this server does not know this type of channel.',
};

export function presentSetting({ id, category, key, value, updatedAt }: SettingRow): Setting {
  return { id, category, key, value, updatedAt: updatedAt.toISOString() };
}

export function presentOrganization(row: OrganizationRow): Organization {
  const { id, name, slug, subscriptionTier, subscriptionStatus, maxAgents } = row;
  return {
    id,
    name,
    ...(slug !== null && { slug }),
    subscriptionTier,
    subscriptionStatus,
    maxAgents,
    createdAt: row.createdAt.toISOString(),
  };
}

export function presentCustomer({ organizationId, ...customer }: Customer) {
  const name = displayName(customer);
  return { ...customer, ...(name && { name }) };
}

function names({ firstName, lastName }: { firstName: string | null; lastName: string | null }) {
  return { ...(firstName && { firstName }), ...(lastName && { lastName }) };
}
