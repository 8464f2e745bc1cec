// A code goes out over the channel of one customer and comes back in the conversation of another: both are one person.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import type { CustomerIdentity } from './store';
import type { LinkedBy, LinkStore, SentCode } from './link-store';
import type { AutomaticLink, Links } from './links';
import { say } from '../protocol/server-texts/said';

/** How long a code is good. */
const seconds = 600;
const tries = 5;

export interface CodePlace {
  organizationId: string;
  /** Whose conversation claims it. */
  customerId: string;
  provedCustomerId: string;
}

type IdentityKey = Pick<CustomerIdentity, 'kind' | 'value'>;

export interface IdentityCodesDeps {
  store: Pick<LinkStore, 'keepCode' | 'tryCodes' | 'forgetCode' | 'keepProof'>;
  links: Pick<Links, 'link'>;
  /** To this identity of the customer, on a channel that reaches it. @throws `conflict` where that cannot be */
  send(to: {
    organizationId: string;
    customerId: string;
    identity: IdentityKey;
    text: string;
  }): Promise<void>;
  /** Counts one that is sent. @throws `rate_limited` */
  take(provedCustomerId: string): Promise<unknown>;
  /** Signs codes; nobody who reads the database finds one out. */
  secret: string;
  events: Pick<EventBus, 'on'>;
  /** A code came back in a chat, for the audit log. */
  linked(link: AutomaticLink & { by: LinkedBy }): Promise<void>;
  onError(error: unknown): void;
}

export type IdentityCodes = ReturnType<typeof createIdentityCodes>;

export function createIdentityCodes(deps: IdentityCodesDeps) {
  const { store, links } = deps;

  /** The customer whose code this is, among those that were sent for this one. */
  async function match(
    place: Omit<CodePlace, 'provedCustomerId'> & { provedCustomerId?: string },
    code: string,
  ): Promise<{ right?: SentCode; triesLeft: number | undefined }> {
    const { organizationId, customerId, provedCustomerId } = place;
    const sent = await store.tryCodes(organizationId, {
      customerId,
      ...(provedCustomerId !== undefined && { provedCustomerId }),
      tries,
    });
    const right = sent.find((one) => isSame(one.hash, hashOf(deps.secret, { ...place, ...one }, code)));
    if (!right) return { triesLeft: sent[0]?.triesLeft };
    const proof = { customerId, provedCustomerId: right.provedCustomerId };
    await store.forgetCode(organizationId, proof);
    await store.keepProof(organizationId, proof);
    return { right, triesLeft: right.triesLeft };
  }

  /** What the customer types into the chat that claims it. */
  async function typed(organizationId: string, customerId: string, code: string): Promise<void> {
    const { right } = await match({ organizationId, customerId }, code);
    if (!right) return;
    const { provedCustomerId: otherId, by } = right;
    const isNew = await links.link(organizationId, { customerId, otherId, evidence: 'code', by });
    if (isNew) await deps.linked({ organizationId, customerId, otherId, evidence: 'code', by });
  }

  return {
    /** @returns until when it is good. @throws `conflict` where it cannot be sent, `rate_limited`, `unavailable` */
    async send(place: CodePlace, identity: IdentityKey, by: LinkedBy): Promise<{ expiresAt: string }> {
      const { organizationId, customerId, provedCustomerId } = place;
      await deps.take(provedCustomerId);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const hash = hashOf(deps.secret, place, code);
      // Kept before it is sent: the answer may be fast.
      const expiresAt = await store.keepCode(organizationId, {
        customerId,
        provedCustomerId,
        hash,
        by,
        seconds,
      });
      try {
        await deps.send({ organizationId, customerId: provedCustomerId, identity, text: textOf(code) });
      } catch (error) {
        await store.forgetCode(organizationId, { customerId, provedCustomerId });
        throw error;
      }
      return { expiresAt };
    },

    /** @throws `conflict` for a code that is wrong, used, too old, or tried too often */
    async check(place: CodePlace, code: string): Promise<void> {
      const { right, triesLeft } = await match(place, code.replace(/\s/g, ''));
      if (right) return;
      if (!triesLeft) throw new DomainError('conflict', say('code_no_longer_good'));
      throw new DomainError('conflict', say('code_is_wrong', { count: triesLeft }));
    },

    ...listen(deps, typed),
  };
}

/** Codes that customers write, each looked at once. */
function listen(
  { events, onError }: IdentityCodesDeps,
  typed: (organizationId: string, customerId: string, code: string) => Promise<void>,
) {
  const looking = new Map<string, Promise<void>>();
  return {
    /** Resolves when what the customer has just written was looked at, if it was a code. */
    settled: (customerId: string): Promise<void> => looking.get(customerId) ?? Promise.resolve(),

    stop: events.on('message', ({ session, message }) => {
      const code = message.sender === 'customer' && message.type === 'text' && codeIn(message.content.text);
      if (!code) return;
      const { organizationId, customerId } = session;
      const look = typed(organizationId, customerId, code)
        .catch(onError)
        .finally(() => void (looking.get(customerId) === look && looking.delete(customerId)));
      looking.set(customerId, look);
    }),
  };
}

/** A message that is six digits and nothing else. */
function codeIn(text = ''): string | undefined {
  const digits = text.length <= 10 ? text.replace(/[\s-]/g, '') : '';
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

const textOf = (code: string) =>
  `${code} is your code. Write it in the chat that you have open with us, where we ask for it. It is good for 10 minutes. If you are in no chat with us, do nothing and give it to nobody.`;

function hashOf(
  secret: string,
  { organizationId, customerId, provedCustomerId }: CodePlace,
  code: string,
): string {
  return createHmac('sha256', secret)
    .update(['identity code', organizationId, customerId, provedCustomerId, code].join(' '))
    .digest('hex');
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
