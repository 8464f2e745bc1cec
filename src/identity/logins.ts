// Logins: a short-lived access token, and a refresh token that is good for one use.
// A refresh token that comes twice was copied: its whole family ends.
import { randomUUID } from 'node:crypto';
import { DomainError } from '../errors';
import { checkPassword } from './passwords';
import { randomSecret, sha256 } from './secrets';
import type { IdentityLookups, IdentityStore, LoginLimits, Person } from './store';
import { accessTokenSeconds, signAccessToken } from './tokens';

export const refreshTokenSeconds = 30 * 24 * 3600;

export interface Login {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  person: Person;
  /** For the httpOnly cookie, never for the body. */
  refreshToken: string;
}

interface LoginsDeps {
  lookups: IdentityLookups;
  store: IdentityStore;
  limits: LoginLimits;
  tokenSecret: () => Promise<string>;
  now: () => Date;
}

export function createLogins({ lookups, store, limits, tokenSecret, now }: LoginsDeps) {
  async function issue(person: Person, family: string): Promise<Login> {
    const refreshToken = randomSecret();
    await store.addRefreshToken(sha256(refreshToken), {
      organizationId: person.organizationId,
      userId: person.id,
      family,
      expiresAt: new Date(now().getTime() + refreshTokenSeconds * 1000),
    });
    const accessToken = signAccessToken(await tokenSecret(), person);
    return { accessToken, expiresIn: accessTokenSeconds, person, refreshToken };
  }

  /** The token's row if it may still be used; ends the family of one that was used before. */
  async function usable(refreshToken: unknown) {
    if (typeof refreshToken !== 'string' || refreshToken.trim() === '') throw signedOut();
    const tokenHash = sha256(refreshToken);
    const token = await lookups.refreshTokenByHash(tokenHash);
    if (!token || token.expiresAt <= now()) throw signedOut();
    if (!(await store.useRefreshToken(token.organizationId, tokenHash, now()))) {
      await store.revokeFamily(token.organizationId, token.family);
      throw signedOut();
    }
    return token;
  }

  return {
    /**
     * @param address the caller's network address
     * @throws `unauthenticated`, the same for an unknown e-mail and a wrong password; `rate_limited`
     */
    async login(email: string, password: string, address: string): Promise<Login> {
      const account = email.toLowerCase();
      await limits.take('login_address', address);
      await limits.take('login', sha256(account));
      const user = await lookups.userByEmail(account);
      const right = await checkPassword(password, user?.passwordHash);
      const person = right && user?.isActive ? await store.person(user.organizationId, user.id) : undefined;
      if (!person) throw new DomainError('unauthenticated', 'E-mail or password is wrong.');
      await limits.forget('login', sha256(account));
      await store.loggedIn(person.organizationId, person.id, now());
      return issue(person, randomUUID());
    },

    /** @throws `unauthenticated` */
    async refresh(refreshToken: unknown): Promise<Login> {
      const token = await usable(refreshToken);
      const person = await store.person(token.organizationId, token.userId);
      if (!person) throw signedOut();
      return issue(person, token.family);
    },

    /** Ends this login everywhere its refresh token went. A token that is not known changes nothing. */
    async logout(refreshToken: unknown): Promise<void> {
      if (typeof refreshToken !== 'string' || refreshToken === '') return;
      const token = await lookups.refreshTokenByHash(sha256(refreshToken));
      if (token) await store.revokeFamily(token.organizationId, token.family);
    },
  };
}

function signedOut(): DomainError {
  return new DomainError('unauthenticated', 'You are signed out. Sign in again.');
}
