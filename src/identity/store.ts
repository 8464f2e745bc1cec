// What identity needs from Postgres: looks across organizations before it knows which one, then rows of one organization.
import type { ChannelType } from '../protocol/model/channel';
import type { SessionState } from '../sessions/session';
import type { SignIn, Visitor } from './principal';

/** A person of the team. */
export interface Person {
  userId: string;
  organizationId: string;
  organizationName: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  role: string;
  isActive: boolean;
  agentId: string | null;
  displayName: string | null;
  /** Of the agent; null: as the browser wants. */
  language: string | null;
}

/** With a stamp of its password, so that the hash stays in the database: `passwordStamp` of passwords.ts. */
export interface StampedPerson extends Person {
  passwordStamp: string;
}

/** With what its logins hang on. */
export interface Account extends Person {
  passwordHash: string;
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
}

export interface VisitorByTokenHash {
  organizationId: string;
  channel: { id: string; isActive: boolean; identitySecret?: string };
  customer: Visitor['customer'];
  /** Of a token that a signed identity began. */
  signIn?: { expiresAt: Date; expired: boolean; secretStamp: string };
  anonymous?: Visitor['customer'];
  /** The customer's open session on the channel, else the one that began last, as its row is. */
  session?: SessionState;
}

export type RefreshUse =
  | { outcome: 'rotated'; login: Account; family: string }
  /** It was used before, longer ago than the grace: somebody copied it. */
  | { outcome: 'reused' }
  | { outcome: 'unknown' };

/** Looks that happen before the organization is known: part of CredentialLookups (stores/postgres/cross-tenant). Hashes are SHA-256 in hex. */
export interface IdentityLookups {
  /** @param email in lower case */
  loginByEmail(email: string): Promise<Account | undefined>;
  channelByKey(key: string): Promise<ChannelByKey | undefined>;
  /** Absent when expired. */
  apiKeyByHash(hash: string): Promise<ApiKeyByHash | undefined>;
  visitorByTokenHash(hash: string): Promise<VisitorByTokenHash | undefined>;
  /** Uses a token up and stores the next of its family; for `graceSeconds` after its first use it may be used again. */
  useRefreshToken(
    hash: string,
    next: { hash: string; expiresAt: Date; graceSeconds: number },
  ): Promise<RefreshUse>;
  /** Ends the login that this token belongs to: every token of its family. */
  endRefreshFamily(hash: string): Promise<void>;
}

/** Rows of one organization that identity writes. */
export interface IdentityStore {
  /** Undefined when there is no such user or it is not active. */
  person(organizationId: string, userId: string): Promise<StampedPerson | undefined>;
  /** Notes the login, stores its first refresh token, and clears the user's expired ones. */
  startLogin(login: {
    organizationId: string;
    userId: string;
    family: string;
    tokenHash: string;
    expiresAt: Date;
    at: Date;
  }): Promise<void>;
  /** Ends every login of the user. */
  setPassword(changed: { organizationId: string; userId: string; passwordHash: string }): Promise<void>;
  addVisitorToken(token: {
    tokenHash: string;
    organizationId: string;
    customerId: string;
    channelId: string;
    signIn?: SignIn;
    anonymousCustomerId?: string;
  }): Promise<void>;
  /** The sign-in goes on until then. */
  renewVisitorToken(organizationId: string, tokenHash: string, signIn: SignIn): Promise<void>;
  removeVisitorToken(organizationId: string, tokenHash: string): Promise<void>;
}

/** What a channel's signed identity says of a customer. */
export interface SignedIdentity {
  externalId: string;
  email?: string;
  name?: string;
  phone?: string;
}

/** Customers are rows of src/customers; app/ hands these functions across. */
export interface CustomerDirectory {
  createAnonymous(organizationId: string): Promise<Visitor['customer']>;
  /** Finds the customer by external id or makes one; signed attributes replace the ones on record. */
  verified(organizationId: string, identity: SignedIdentity): Promise<Visitor['customer']>;
  /** The browser of an anonymous customer is known by now: both are one person. */
  signedIn(organizationId: string, customerId: string, anonymousId: string): Promise<void>;
}

/** Part of RateLimits (gateway/rate-rules.ts): `take` throws `rate_limited`, or `unavailable` when it cannot count. */
export interface LoginLimits {
  take(
    type: 'login' | 'login_account' | 'login_address' | 'login_ring',
    id: string,
  ): Promise<{ count: number }>;
  /** Never throws. */
  forget(type: 'login' | 'login_account', id: string): Promise<void>;
  /** Takes one back. Never throws. */
  giveBack(type: 'login_address' | 'login_ring', id: string): Promise<void>;
}
