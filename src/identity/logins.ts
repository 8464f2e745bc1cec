// Logins: a short-lived access token, and a refresh token that is good for one use, or for a few within seconds.
// One that comes again later was copied: its whole family ends. Both name the password that the login began with.
import { DomainError, fieldError } from '../errors';
import { mayEnter } from './access';
import { createBeginLogin, newRefreshToken, type Login } from './begin-login';
import { createProve } from './prove-password';
import { hashPassword, passwordStamp } from './passwords';
import { sha256 } from './secrets';
import type { Account, IdentityLookups, IdentityStore, LoginLimits } from './store';
import { say } from '../protocol/server-texts/said';

/** Two tabs that wake up together show the same token; each gets a next one. */
const refreshGraceSeconds = 30;

interface LoginsDeps {
  lookups: IdentityLookups;
  store: IdentityStore;
  limits: LoginLimits;
  tokenSecret: () => Promise<string>;
  now: () => Date;
}

export function createLogins({ lookups, store, limits, tokenSecret, now }: LoginsDeps) {
  const prove = createProve({ lookups, limits });
  const { begin, issue, nextExpiry } = createBeginLogin({ store, tokenSecret, now });

  return {
    /** Whoever calls has made sure that it is them. */
    begin,

    /**
     * @param address the caller's network address
     * @throws `unauthenticated`, the same for an unknown e-mail and a wrong password; `rate_limited`
     */
    async login(email: string, password: string, address: string): Promise<Login> {
      const person = await prove({ email, password, address });
      if (!person) throw new DomainError('unauthenticated', say('wrong_password'));
      return begin(person);
    },

    /**
     * Ends every login of the person and begins a new one.
     * @throws `invalid` at `currentPassword` or `password`; `rate_limited`, counted with the logins
     */
    async changePassword(
      email: string,
      { currentPassword, password }: { currentPassword: string; password: string },
      address: string,
    ): Promise<Login> {
      const person = await prove({ email, password: currentPassword, address });
      if (!person) throw wrongPassword();
      const { userId, organizationId } = person;
      const passwordHash = await hashPassword(password);
      await store.setPassword({ organizationId, userId, passwordHash });
      return begin({ ...person, passwordHash });
    },

    /** @throws `unauthenticated` */
    async refresh(refreshToken: unknown): Promise<Login> {
      if (!isToken(refreshToken)) throw signedOut();
      const { person, next } = await rotate(lookups, refreshToken, nextExpiry());
      return issue(person, next);
    },

    /** Ends this login everywhere its refresh token went. A token that is not known changes nothing. */
    async logout(refreshToken: unknown): Promise<void> {
      if (isToken(refreshToken)) await lookups.endRefreshFamily(sha256(refreshToken));
    },
  };
}

/** Takes a refresh token for the next one. @throws `unauthenticated` */
async function rotate(
  lookups: Pick<IdentityLookups, 'useRefreshToken' | 'endRefreshFamily'>,
  refreshToken: string,
  expiresAt: Date,
): Promise<{ person: Account; next: string }> {
  const stamp = stampOf(refreshToken);
  const next = newRefreshToken(stamp);
  const hash = sha256(refreshToken);
  const use = await lookups.useRefreshToken(hash, {
    hash: sha256(next),
    expiresAt,
    graceSeconds: refreshGraceSeconds,
  });
  if (use.outcome === 'unknown') throw signedOut();
  const holds =
    use.outcome === 'rotated' && mayEnter(use.login) && stamp === passwordStamp(use.login.passwordHash);
  if (!holds) {
    await lookups.endRefreshFamily(hash);
    throw signedOut();
  }
  return { person: use.login, next };
}

const stampOf = (refreshToken: string) => refreshToken.split('.')[1] ?? '';

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function wrongPassword(): DomainError {
  const message = say('not_your_password');
  return new DomainError('invalid', message, { errors: [fieldError('currentPassword', message)] });
}

function signedOut(): DomainError {
  return new DomainError('unauthenticated', say('signed_out'));
}
