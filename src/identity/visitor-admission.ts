// Who comes in with what. A visitor token is bound to one channel and one customer; an anonymous one is never merged into
// a known customer: a signed identity gets a token of its own, which remembers whom the browser was before. For the team
// both are linked as one person.
import type { SessionState } from '../sessions/session';
import type { Visitor } from './principal';
import { randomSecret, sha256 } from './secrets';
import { readIdentity, secretStamp } from './signed-identity';
import type {
  ChannelByKey,
  CustomerDirectory,
  IdentityLookups,
  IdentityStore,
  VisitorByTokenHash,
} from './store';
import { unauthenticated } from './tokens';

export interface OpenVisitor {
  channelKey: string;
  visitorToken?: string;
  identity?: string;
}

interface AdmissionDeps {
  lookups: Pick<IdentityLookups, 'visitorByTokenHash'>;
  store: Pick<IdentityStore, 'addVisitorToken' | 'renewVisitorToken'>;
  customers: CustomerDirectory;
}

export function createAdmission({ lookups, store, customers }: AdmissionDeps) {
  /** Also a sign-in that is over. */
  async function find(token: unknown): Promise<VisitorByTokenHash | undefined> {
    if (typeof token !== 'string' || token.trim() === '') return undefined;
    const found = await lookups.visitorByTokenHash(sha256(token));
    return found?.channel.isActive ? found : undefined;
  }

  async function byToken(token: unknown): Promise<{ visitor: Visitor; seen?: SessionState }> {
    const found = await find(token);
    if (!found || isOver(found)) throw unauthenticated();
    const visitor = toVisitor(found, token as string);
    return { visitor, ...(found.session && { seen: found.session }) };
  }

  async function admit(channel: ChannelByKey, asked: OpenVisitor) {
    if (asked.identity !== undefined) return admitSigned(channel, asked.identity, asked.visitorToken);
    if (asked.visitorToken === undefined) {
      const customer = await customers.createAnonymous(channel.organizationId);
      return { ...(await issue(store, channel, { customer })), seen: null };
    }
    const known = await byToken(asked.visitorToken);
    if (known.visitor.channelId !== channel.id) throw unauthenticated();
    return { visitorToken: asked.visitorToken, ...known };
  }

  async function admitSigned(channel: ChannelByKey, token: string, visitorToken?: string) {
    const { identity, expiresAt, issues } = readIdentity(channel.config['identitySecret'], token);
    const customer = await customers.verified(channel.organizationId, identity);
    const signIn = { expiresAt, secretStamp: secretStamp(channel.config['identitySecret']) };
    // A token that came along and is not good does not spoil a good identity.
    const found = await find(visitorToken);
    const held = found?.channel.id === channel.id ? found : undefined;
    if (!held?.signIn) {
      const anonymous = held && { anonymous: held.customer };
      // Who said nothing yet leaves nothing to be linked.
      if (held?.session) await customers.signedIn(channel.organizationId, customer.id, held.customer.id);
      return { ...(await issue(store, channel, { customer, signIn, ...anonymous })), issues };
    }
    if (held.customer.id !== customer.id)
      return { ...(await issue(store, channel, { customer, signIn })), issues };
    const visitor = { ...toVisitor(held, visitorToken!), customer, signIn };
    await store.renewVisitorToken(channel.organizationId, visitor.tokenHash, signIn);
    return { visitorToken: visitorToken!, visitor, issues, ...(held.session && { seen: held.session }) };
  }

  return { admit, byToken };
}

async function issue(
  store: Pick<IdentityStore, 'addVisitorToken'>,
  { id: channelId, organizationId }: ChannelByKey,
  given: Pick<Visitor, 'customer' | 'signIn' | 'anonymous'>,
) {
  const visitorToken = randomSecret();
  const visitor = { ...given, organizationId, channelId, tokenHash: sha256(visitorToken) };
  const { tokenHash, customer, signIn, anonymous } = visitor;
  await store.addVisitorToken({
    tokenHash,
    organizationId,
    channelId,
    customerId: customer.id,
    ...(signIn && { signIn }),
    ...(anonymous && { anonymousCustomerId: anonymous.id }),
  });
  return { visitorToken, visitor };
}

/** The JWT ran out, or the secret that signed it is another by now. */
function isOver({ signIn, channel }: VisitorByTokenHash): boolean {
  return (
    signIn !== undefined && (signIn.expired || signIn.secretStamp !== secretStamp(channel.identitySecret))
  );
}

function toVisitor(found: VisitorByTokenHash, token: string): Visitor {
  const { organizationId, channel, customer, signIn, anonymous } = found;
  return {
    organizationId,
    channelId: channel.id,
    customer,
    tokenHash: sha256(token),
    ...(signIn && {
      signIn: { expiresAt: signIn.expiresAt.getTime(), secretStamp: signIn.secretStamp },
    }),
    ...(anonymous && { anonymous }),
  };
}
