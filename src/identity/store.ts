// What identity needs from Postgres: looks across organizations before it knows which one, then rows of one organization.
import type { ChannelType } from '../protocol/things';
import type { Visitor } from './principal';

export interface LoginUser {
  id: string;
  organizationId: string;
  passwordHash: string;
  isActive: boolean;
}

export interface ChannelByKey {
  id: string;
  organizationId: string;
  name: string;
  type: ChannelType;
  isActive: boolean;
  config: Record<string, unknown>;
}

export interface ApiKeyByHash {
  id: string;
  organizationId: string;
  name: string;
  permissions: string[];
  expiresAt?: Date;
  lastUsedAt?: Date;
}

export interface VisitorByTokenHash extends Visitor {
  lastUsedAt?: Date;
}

export interface RefreshToken {
  organizationId: string;
  userId: string;
  family: string;
  expiresAt: Date;
  usedAt?: Date;
}

/** Looks that must happen before the organization is known (stores/postgres/across.ts). */
export interface IdentityLookups {
  /** @param email in lower case */
  userByEmail(email: string): Promise<LoginUser | undefined>;
  channelByKey(key: string): Promise<ChannelByKey | undefined>;
  apiKeyByHash(keyHash: string): Promise<ApiKeyByHash | undefined>;
  visitorByTokenHash(tokenHash: string): Promise<VisitorByTokenHash | undefined>;
  refreshTokenByHash(tokenHash: string): Promise<RefreshToken | undefined>;
}

/** An active user, and its agent when it is one. */
export interface Person {
  id: string;
  organizationId: string;
  email: string;
  firstName?: string;
  lastName?: string;
  role: string;
  agent?: { id: string; displayName: string };
}

/** Rows of one organization that identity writes. */
export interface IdentityStore {
  /** Undefined when there is no such user or it is not active. */
  person(organizationId: string, userId: string): Promise<Person | undefined>;
  loggedIn(organizationId: string, userId: string, at: Date): Promise<void>;
  addRefreshToken(tokenHash: string, token: RefreshToken): Promise<void>;
  /** True for exactly one caller: the token was unused and is used now. */
  useRefreshToken(organizationId: string, tokenHash: string, at: Date): Promise<boolean>;
  /** Ends a login: every token that descends from it. */
  revokeFamily(organizationId: string, family: string): Promise<void>;
  touchApiKey(organizationId: string, keyId: string, at: Date): Promise<void>;
  addVisitorToken(token: {
    tokenHash: string;
    organizationId: string;
    customerId: string;
    channelId: string;
  }): Promise<void>;
  touchVisitorToken(organizationId: string, tokenHash: string, at: Date): Promise<void>;
}

/** What a channel's signed identity says of a customer. */
export interface SignedIdentity {
  externalId: string;
  email?: string;
  name?: string;
  phone?: string;
}

/** Customers are rows of src/customers; app.ts hands these two functions across. */
export interface CustomerDirectory {
  createAnonymous(organizationId: string): Promise<Visitor['customer']>;
  /** Finds the customer by external id or makes one; signed attributes replace the ones on record. */
  verified(organizationId: string, identity: SignedIdentity): Promise<Visitor['customer']>;
}

/** Part of RateLimits (gateway/store.ts): `take` throws `rate_limited`, or `unavailable` when it cannot count. */
export interface LoginLimits {
  take(type: 'login' | 'login_address', id: string): Promise<void>;
  /** Never throws. */
  forget(type: 'login', id: string): Promise<void>;
}
