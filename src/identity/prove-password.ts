// Whose password this is, within limits. Failures are counted by account, by network and by both; a network without
// failures is heard even while strangers guess at the account.
import { DomainError } from '../errors';
import { networkOf } from '../tools/network-address';
import { mayEnter } from './access';
import { checkPassword } from './passwords';
import { sha256 } from './secrets';
import type { Account, IdentityLookups, LoginLimits } from './store';

/** Failures of a whole /48 that its networks without any are not blamed for. */
const quietWider = 10;

interface Attempt {
  email: string;
  password: string;
  /** The caller's network address. */
  address: string;
}

/** @returns undefined when it is wrong or they may not enter. The function throws `rate_limited`. */
export function createProve({
  lookups,
  limits,
}: {
  lookups: Pick<IdentityLookups, 'loginByEmail'>;
  limits: LoginLimits;
}) {
  /** Counted as failures until the password is known to be right; whether the network had none. */
  async function takeNetwork(address: string): Promise<boolean> {
    const { id, widerNetwork } = networkOf(address);
    const failures = (await limits.take('login_address', id)).count;
    const around = widerNetwork ? (await limits.take('login_ring', widerNetwork)).count : 0;
    return failures <= 1 && around <= quietWider;
  }

  async function giveBack(address: string): Promise<void> {
    const { id, widerNetwork } = networkOf(address);
    await limits.giveBack('login_address', id);
    if (widerNetwork) await limits.giveBack('login_ring', widerNetwork);
  }

  return async ({ email, password, address }: Attempt): Promise<Account | undefined> => {
    const account = email.toLowerCase();
    const byNetwork = sha256(`${account} ${networkOf(address).id}`);
    const isClean = await takeNetwork(address);
    await limits.take('login', byNetwork);
    await limits.take('login_account', sha256(account)).catch((error: unknown) => {
      if (!isClean || !(error instanceof DomainError) || error.code !== 'rate_limited') throw error;
    });
    const person = await lookups.loginByEmail(account);
    const right = await checkPassword(password, person?.passwordHash);
    if (!person || !right || !mayEnter(person)) return undefined;
    await giveBack(address);
    await limits.forget('login_account', sha256(account));
    await limits.forget('login', byNetwork);
    return person;
  };
}
