// A copy of a conversation by mail: one a request, to an address that its customer has left, and few of them.
import { DomainError } from '../../errors';
import type { Visitor } from '../../identity/principal';
import type { Message } from '../../protocol/model/message';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import { forCustomer } from '../../sessions/visibility';
import type { OwnSessions } from './own-sessions';
import { transcriptLetter } from './transcript-letter';

export interface TranscriptDeps {
  /** Whether a mailbox of the organization could send it. Never rejects. */
  isPossible(organizationId: string): Promise<boolean>;
  /** Addresses of the customer, those first that are proved to be theirs. */
  addressesOf(visitor: Visitor): Promise<Array<{ email: string; isProved: boolean }>>;
  /** As `customer:contact`. */
  leaveEmail(visitor: Visitor, email: string): Promise<void>;
  channelName(visitor: Visitor): Promise<string>;
  /** Counts one for each. @throws `rate_limited` */
  count(of: {
    organizationId: string;
    customerId: string;
    sessionId: string;
    email: string;
    isProved: boolean;
    /** Of the caller, as its socket names it. */
    address: string;
  }): Promise<void>;
  /** @returns why it did not go out; undefined when it did */
  send(letter: {
    organizationId: string;
    to: string;
    subject: string;
    text: string;
  }): Promise<string | undefined>;
}

interface Asked {
  /** Without it, the address that is known. */
  email?: string;
  sessionId?: string;
  /** BCP 47, of the mail. */
  language?: string;
  /** Of the caller, as its socket names it. */
  address: string;
}

/** Of a longer conversation, the end. */
const mostMessages = 500;

interface Deps extends TranscriptDeps {
  sessions: Pick<Sessions, 'messages'>;
  own: Pick<OwnSessions, 'reach'>;
  /** @throws `Blocked` */
  mayWrite(visitor: Visitor): Promise<void>;
}

/**
 * @returns where it went, so that its owner knows it and nobody else learns it
 * @throws `invalid` (no address is known), `conflict` (there is nothing to send), `rate_limited`, `unavailable`, `not_found`
 */
export function createMailTranscript(deps: Deps) {
  return async (
    visitor: Visitor,
    { email, sessionId, language = 'en', address }: Asked,
  ): Promise<{ email: string }> => {
    const { organizationId } = visitor;
    await deps.mayWrite(visitor);
    const { person, state } = await deps.own.reach(visitor, sessionId);
    if (!(await deps.isPossible(organizationId))) throw new DomainError('unavailable', say('no_mail'));
    const to = await addressFor(deps, person, email);
    const read = await deps.sessions.messages(organizationId, state.id, { limit: mostMessages });
    const messages = read.map(forCustomer).filter((one): one is Message => one !== null);
    const about = { name: await deps.channelName(visitor), language, isProved: to.isProved };
    const letter = transcriptLetter(messages, about);
    if (!letter) throw new DomainError('conflict', 'There is nothing to send yet.');
    await deps.count({ organizationId, customerId: person.customer.id, sessionId: state.id, address, ...to });
    if (email !== undefined) await deps.leaveEmail(person, email);
    const failed = await deps.send({ organizationId, to: to.email, ...letter });
    if (failed !== undefined) throw new DomainError('unavailable', say('mail_not_sent'));
    return { email: email ?? hinted(to.email) };
  };
}

async function addressFor(
  { addressesOf }: Pick<Deps, 'addressesOf'>,
  person: Visitor,
  email: string | undefined,
): Promise<{ email: string; isProved: boolean }> {
  const known = await addressesOf(person);
  const same = known.find((one) => one.email.toLowerCase() === email?.toLowerCase());
  const found = email === undefined ? known[0] : (same ?? { email, isProved: false });
  if (found) return found;
  throw new DomainError('invalid', 'No address is known.', {
    errors: [{ path: 'email', message: 'is needed: no address is known' }],
  });
}

/** "a…@shop.example" */
function hinted(email: string): string {
  return email.replace(/^(.)[^@]*/u, '$1…');
}
