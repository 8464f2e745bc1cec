// The organization's own resources: who works in it, which programs may call, over which channels, with which settings.
import type { ChannelType, Health } from '../protocol/model/channel';
import type { Page } from '../sessions/store';
import type { Permission, Role } from './principal';

export interface PageRequest {
  limit: number;
  cursor?: string;
}

export interface OrganizationRow {
  id: string;
  name: string;
  slug: string | null;
  subscriptionTier: string;
  subscriptionStatus: string;
  maxAgents: number;
  createdAt: Date;
}

export interface UserRow {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  role: string;
  isActive: boolean;
  createdAt: Date;
  lastLoginAt: Date | null;
}

export interface AgentRow {
  id: string;
  userId: string;
  displayName: string;
  availability: string;
  maxConcurrentChats: number;
  specialties: string[];
  /** What the agent speaks. */
  languages: string[];
  /** Of the file; null: none. */
  pictureId: string | null;
  /** Of the console, as in `consoleLanguages`; null: as the browser wants. */
  language: string | null;
  createdAt: Date;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  permissions: string[];
  expiresAt: Date | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface ChannelRow {
  id: string;
  name: string;
  type: ChannelType;
  key: string;
  isActive: boolean;
  config: Record<string, unknown>;
  health: Partial<Health>;
}

export interface SettingRow {
  id: string;
  category: string;
  key: string;
  value: unknown;
  updatedAt: Date;
}

export interface NewUser {
  email: string;
  passwordHash: string;
  firstName?: string | null;
  lastName?: string | null;
  role: Role;
}

/**
 * One table of one organization. `get` and `update` give undefined, and `remove` false, for what does not exist there.
 * `create` and `update` throw `conflict` for what must be unique; `remove` throws `conflict` for what others still point to.
 */
export interface Table<Row, New, Filter = Record<never, never>> {
  list(organizationId: string, filter: Filter, page: PageRequest): Promise<Page<Row>>;
  get(organizationId: string, id: string): Promise<Row | undefined>;
  create(organizationId: string, row: New): Promise<Row>;
  update(organizationId: string, id: string, change: Partial<New>): Promise<Row | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
}

export type Users = Table<UserRow, NewUser & { isActive?: boolean }> & {
  /** Ends every login of the user. */
  signOut(organizationId: string, userId: string): Promise<void>;
};

/** `create` throws `capacity` beyond the organization's `maxAgents`, `invalid` for a user it does not have. */
export type Agents = Table<
  AgentRow,
  Pick<AgentRow, 'userId' | 'displayName'> &
    Partial<Pick<AgentRow, 'maxConcurrentChats' | 'specialties' | 'languages' | 'availability' | 'language'>>
>;

export type ApiKeys = Table<
  ApiKeyRow,
  { name: string; keyHash: string; permissions: Permission[]; expiresAt?: Date | null }
>;

export type Channels = Table<
  ChannelRow,
  Pick<ChannelRow, 'name' | 'type' | 'key' | 'config'> & Partial<Pick<ChannelRow, 'isActive' | 'health'>>,
  { type?: ChannelType }
>;

export type Settings = Table<
  SettingRow,
  { category: string; key: string; value: unknown },
  { category?: string }
>;

export interface PeopleStore {
  users: Users;
  agents: Agents;
  apiKeys: ApiKeys;
  organization(organizationId: string): Promise<OrganizationRow | undefined>;
  updateOrganization(
    organizationId: string,
    change: { name?: string; slug?: string | null; maxAgents?: number },
  ): Promise<OrganizationRow | undefined>;
}
