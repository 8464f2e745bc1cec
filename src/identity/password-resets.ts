// A forgotten password: a link by mail, once, for an hour. Whoever asks is never told whether anybody has the address.
import { DomainError } from '../errors';
import { networkOf } from '../tools/network-address';
import { mayEnter } from './access';
import type { Login } from './begin-login';
import type { LinkDeps } from './invitations';
import { resetLetter } from './letters';
import { hashPassword } from './passwords';
import { randomSecret, sha256 } from './secrets';
import type { IdentityStore } from './store';
import { consoleLanguageOf } from '../protocol/model/console-languages';
import { say } from '../protocol/server-texts/said';

const resetSeconds = 3600;

interface ResetDeps extends LinkDeps {
  identity: Pick<IdentityStore, 'setPassword'>;
  onError(error: unknown): void;
}

export type PasswordResets = ReturnType<typeof createPasswordResets>;

export function createPasswordResets(deps: ResetDeps) {
  const { store, lookups, limits, letter, publicUrl, begin, identity } = deps;

  async function sendLink(email: string): Promise<void> {
    const account = await lookups.loginByEmail(email);
    if (!account || !mayEnter(account) || publicUrl === undefined) return;
    const token = randomSecret();
    const { organizationId, organizationName, userId } = account;
    await store.addReset(organizationId, { userId, tokenHash: sha256(token), seconds: resetSeconds });
    const trouble = await letter({
      organizationId,
      to: account.email,
      ...resetLetter(consoleLanguageOf(account.language), {
        organization: organizationName,
        link: `${publicUrl}/console/reset#${token}`,
      }),
    });
    if (trouble !== undefined) deps.onError(new Error(trouble.why));
  }

  return {
    /**
     * Answers before anybody is looked up, so that neither its words nor its time tell anything.
     * @throws `rate_limited`, counted by network
     */
    async forgot(email: string, address: string): Promise<void> {
      await limits.take('forgot', networkOf(address).id);
      const wanted = email.trim().toLowerCase();
      // What is too much for one address is not said either: a stranger may have asked.
      void limits
        .take('forgot_account', sha256(wanted))
        .then(() => sendLink(wanted))
        .catch((error: unknown) => {
          if (!(error instanceof DomainError) || error.code !== 'rate_limited') deps.onError(error);
        });
    },

    /** Ends every login of the person and begins a new one. @throws `conflict`, `rate_limited`, `invalid` at `password` */
    async reset(token: string, password: string, address: string): Promise<Login> {
      await limits.take('link', networkOf(address).id);
      const hash = sha256(token);
      const known = await lookups.resetByTokenHash(hash);
      if (!known) throw new DomainError('conflict', say('link_unknown_hour'));
      const { organizationId, userId, email } = known;
      const passwordHash = await hashPassword(password);
      if (!(await store.takeReset(organizationId, hash))) throw new DomainError('conflict', say('link_used'));
      await identity.setPassword({ organizationId, userId, passwordHash });
      const account = await lookups.loginByEmail(email);
      if (!account || !mayEnter(account)) throw new DomainError('forbidden', say('may_not_sign_in'));
      return begin(account);
    },
  };
}
