// Rows become JSON here and nowhere else.
import { displayName } from '../customers/customers';
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
import { mask, secretFields } from '../protocol/channels';
import type { Agent, ApiKey, Organization, User } from '../protocol/people';
import type { Setting } from '../protocol/settings';
import type { Channel, ChannelType } from '../protocol/model/channel';
import type { Presence } from '../protocol/model/presence';
import type { Role } from '../protocol/model/roles';
import { knownPermissions } from './rights';

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
export function presentPerson(person: Person): { user: User; agent?: { id: string; displayName: string } } {
  const { userId, email, role, isActive, agentId, displayName: shown } = person;
  return {
    user: { id: userId, email, ...names(person), role: role as Role, isActive },
    ...(agentId && { agent: { id: agentId, displayName: shown ?? '' } }),
  };
}

export function presentAgent(row: AgentRow, presence: Presence): Agent {
  return {
    id: row.id,
    userId: row.userId,
    displayName: row.displayName,
    presence,
    maxConcurrentChats: row.maxConcurrentChats,
    specialties: row.specialties,
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

/** Types that this server receives and sends on. */
const served: ReadonlySet<ChannelType> = new Set(['web']);
const unserved: Channel['health'] = {
  ok: false,
  lastError: 'Nothing is received or sent here: this server does not serve this type of channel yet.',
};

export function presentChannel(row: ChannelRow): Channel {
  const health: Partial<Channel['health']> = served.has(row.type) ? row.health : unserved;
  const { ok = true, lastError, lastEventAt } = health;
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    key: row.key,
    isActive: row.isActive,
    config: masked(row.config) as Channel['config'],
    health: { ok, ...(lastError && { lastError }), ...(lastEventAt && { lastEventAt }) },
  };
}

/** A copy in which every secret is the mask. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretFields.has(key) ? mask : masked(item)]),
  );
}

export function presentSetting({ id, category, key, value, updatedAt }: SettingRow): Setting {
  return { id, category, key, value, updatedAt: updatedAt.toISOString() };
}

export function presentOrganization(row: OrganizationRow): Organization {
  const { id, name, subscriptionTier, subscriptionStatus, maxAgents } = row;
  return {
    id,
    name,
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
