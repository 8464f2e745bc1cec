// What invitations and forgotten passwords need from Postgres. Tokens are kept as SHA-256 in hex.
import type { PageRequest } from './people-store';
import type { Page } from '../sessions/store';

export interface InvitationRow {
  id: string;
  email: string;
  role: string;
  talks: boolean;
  teamIds: string[];
  expired: boolean;
  mailed: boolean;
  mailTrouble: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export interface GivenInvitation {
  email: string;
  role: string;
  talks: boolean;
  teamIds: string[];
}

/** A token as it is kept. `invitedBy`: the user who answers for it; null: a program. */
export interface GivenToken {
  tokenHash: string;
  /** How long it is good for. */
  seconds: number;
  invitedBy: string | null;
}

export interface Joining {
  id: string;
  tokenHash: string;
  firstName: string;
  lastName?: string;
  passwordHash: string;
}

export interface InvitationStore {
  /** Those that are neither used nor revoked, newest first. */
  list(organizationId: string, page: PageRequest): Promise<Page<InvitationRow>>;
  get(organizationId: string, id: string): Promise<InvitationRow | undefined>;
  /**
   * @throws `conflict` for whoever is invited or in the team already, `invalid` for teams it does not have, `capacity` for an
   * agent beyond the organization's `maxAgents`
   */
  create(organizationId: string, given: GivenInvitation & GivenToken): Promise<InvitationRow>;
  /** The token of before leads nowhere any more. Undefined when it is used or revoked. */
  renew(organizationId: string, id: string, token: GivenToken): Promise<InvitationRow | undefined>;
  revoke(organizationId: string, id: string): Promise<boolean>;
  noteMail(
    organizationId: string,
    id: string,
    mail: { mailed: boolean; trouble: string | null },
  ): Promise<void>;
  /**
   * Uses it up and makes the user, the agent and its places in teams, all or nothing.
   * @returns the user's id; undefined when it was used, revoked or ended meanwhile
   * @throws `conflict` for an address that somebody signs in with, `capacity`
   */
  join(organizationId: string, joining: Joining): Promise<string | undefined>;
  /** The one of before leads nowhere any more. */
  addReset(
    organizationId: string,
    reset: { userId: string; tokenHash: string; seconds: number },
  ): Promise<void>;
  /** Uses it up: false when it was used or ended. */
  takeReset(organizationId: string, tokenHash: string): Promise<boolean>;
  /** Forgets invitations that were used, revoked or ran out before, and resets that have run out; how many invitations. */
  expire(organizationId: string, before: Date): Promise<number>;
}

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

/** Looks that happen before the organization is known: part of CredentialLookups. */
export interface InvitationLookups {
  invitationByTokenHash(hash: string): Promise<KnownInvitation | undefined>;
  resetByTokenHash(
    hash: string,
  ): Promise<{ organizationId: string; userId: string; email: string } | undefined>;
}

export interface KnownInvitation {
  id: string;
  organizationId: string;
  organizationName: string;
  email: string;
  role: string;
  state: InvitationState;
  expiresAt: Date;
  /** Who answers for it; absent: a program. */
  inviter?: { role: string; isActive: boolean };
}
