// A login begins: with a password, by an invitation, or with a password that was chosen anew.
import { randomUUID } from 'node:crypto';
import { passwordStamp } from './passwords';
import { randomSecret, sha256 } from './secrets';
import type { Account, IdentityStore, Person } from './store';
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

interface BeginDeps {
  store: Pick<IdentityStore, 'startLogin'>;
  tokenSecret: () => Promise<string>;
  now: () => Date;
}

export type BeginLogin = ReturnType<typeof createBeginLogin>;

export function createBeginLogin({ store, tokenSecret, now }: BeginDeps) {
  const nextExpiry = () => new Date(now().getTime() + refreshTokenSeconds * 1000);

  async function issue(person: Account, refreshToken: string): Promise<Login> {
    const accessToken = signAccessToken(await tokenSecret(), person);
    return { accessToken, expiresIn: accessTokenSeconds, person, refreshToken };
  }

  return {
    issue,
    nextExpiry,
    /** Whoever calls has made sure that it is them. */
    async begin(person: Account): Promise<Login> {
      const refreshToken = newRefreshToken(passwordStamp(person.passwordHash));
      const { userId, organizationId } = person;
      await store.startLogin({
        organizationId,
        userId,
        family: randomUUID(),
        tokenHash: sha256(refreshToken),
        expiresAt: nextExpiry(),
        at: now(),
      });
      return issue(person, refreshToken);
    },
  };
}

/** It names the password that the login began with. */
export const newRefreshToken = (stamp: string) => `${randomSecret()}.${stamp}`;
