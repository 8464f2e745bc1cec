// Who is calling: people of the team, programs with API keys, and visitors of a web channel.
import { createAccess } from './access';
import { createLogins } from './logins';
import { hashPassword } from './passwords';
import type { CustomerDirectory, IdentityLookups, IdentityStore, LoginLimits } from './store';
import type { ChannelsNow } from './visitor-channel';
import { createVisitors } from './visitors';

export interface IdentityDeps {
  lookups: IdentityLookups;
  store: IdentityStore;
  customers: CustomerDirectory;
  limits: LoginLimits;
  /** The secret that signs access tokens, of the `instance` table. */
  tokenSecret: () => Promise<string>;
  channelsNow: ChannelsNow;
  /** Whether customers come in by the key of such a channel. */
  hasVisitors(channelType: string): boolean;
  /** Of bcrypt, for the passwords of people who are added. */
  passwordCost: number;
  now?: () => Date;
}

export type Identity = ReturnType<typeof createIdentity>;

export function createIdentity(given: IdentityDeps) {
  let secret: Promise<string> | undefined;
  const tokenSecret = () => {
    secret ??= given.tokenSecret().catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  };
  const deps = { now: () => new Date(), ...given, tokenSecret };
  return {
    ...createLogins(deps),
    ...createAccess(deps),
    ...createVisitors(deps),
    hashPassword: (password: string) => hashPassword(password, given.passwordCost),
  };
}
