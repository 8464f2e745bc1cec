// A customer's right to a copy and to be forgotten. What other features hold comes in as functions.
import { notFound } from '../errors';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { SessionState } from '../sessions/session';

export interface CustomerRef {
  organizationId: string;
  customerId: string;
}

export interface PrivacyDeps {
  /** Everybody who is one person with the customer, themselves first; the links of who was erased count as long as they are there. */
  personOf(customer: CustomerRef): Promise<string[]>;
  forgetLinks(organizationId: string, customerIds: readonly string[]): Promise<void>;
  /** Finds what providers sent and nobody has looked at, or knew whose it was: it goes with the customer. */
  findInbound(customer: CustomerRef): Promise<void>;
  /** Empties the row, removes identities, visitor tokens and what search keeps. False when there is no such customer. */
  eraseCustomer(customer: CustomerRef): Promise<boolean>;
  /** Ends what the customer still has open; it can come back only as somebody new. */
  cutOff(customerId: string): Promise<void>;
  /** Every session, closed ones too. */
  /** @param customer.emptied also those whose words were deleted before: something may have been noted in them since */
  sessionsOf(customer: CustomerRef & { emptied?: true }): Promise<SessionState[]>;
  /** One page of a log, oldest first. */
  messages(
    organizationId: string,
    sessionId: string,
    page: { after: number; limit: number },
  ): Promise<Message[]>;
  /** What a customer may see of a message; null: nothing. */
  forCustomer(message: Message): Message | null;
  exportedSession(session: SessionState): Session;
  forgetMemory(customer: CustomerRef): Promise<number>;
  removeConversations(organizationId: string, sessionIds: readonly string[]): Promise<number>;
  /** Closes the sessions and empties their messages, keeping the numbers. Returns how many messages. */
  redactLog(organizationId: string, sessionIds: readonly string[]): Promise<number>;
  /** Removes files that were exchanged. Returns how many. */
  removeFiles(customer: CustomerRef): Promise<number>;
}

/** What was done, for whoever asked for it. */
export interface Erasure {
  customerId: string;
  erasedAt: string;
  /** This one and those who were linked to it. */
  customers: number;
  sessions: number;
  messages: number;
  memory: number;
  conversations: number;
  files: number;
}

const pageSize = 500;

export type Privacy = ReturnType<typeof createPrivacy>;

export function createPrivacy(deps: PrivacyDeps) {
  /** The identity goes last: an erasure that broke off can be asked for again. */
  async function eraseWhatIsThere(customer: CustomerRef): Promise<Counts> {
    const sessionIds = (await deps.sessionsOf({ ...customer, emptied: true })).map(({ id }) => id);
    const { organizationId } = customer;
    const messages = await deps.redactLog(organizationId, sessionIds);
    const memory = await deps.forgetMemory(customer);
    const conversations = await deps.removeConversations(organizationId, sessionIds);
    const files = await deps.removeFiles(customer);
    await deps.findInbound(customer);
    if (!(await deps.eraseCustomer(customer))) throw notFound('customer');
    return { sessions: sessionIds.length, messages, memory, conversations, files };
  }

  /** Twice: what the customer wrote meanwhile, over what was open, goes too. */
  async function eraseOne(customer: CustomerRef): Promise<Counts> {
    const first = await eraseWhatIsThere(customer);
    await deps.cutOff(customer.customerId);
    const more = await eraseWhatIsThere(customer);
    return sum({ ...first, sessions: 0 }, more);
  }

  async function* pagesOf(organizationId: string, sessionId: string): AsyncGenerator<Message[]> {
    for (let after = 0; ;) {
      const page = await deps.messages(organizationId, sessionId, { after, limit: pageSize });
      yield page.map(deps.forCustomer).filter((message) => message !== null);
      if (page.length < pageSize) return;
      after = page.at(-1)!.seq;
    }
  }

  return {
    /** Every session of the person with all its messages, as far as they are not the team's. */
    async *transcripts(
      customer: CustomerRef,
    ): AsyncGenerator<{ session: Session; pages: AsyncGenerator<Message[]> }> {
      const { organizationId } = customer;
      for (const customerId of await deps.personOf(customer))
        for (const session of await deps.sessionsOf({ organizationId, customerId }))
          yield { session: deps.exportedSession(session), pages: pagesOf(organizationId, session.id) };
    },

    /**
     * The customer and everybody who is linked to it. Their links go last: an erasure that broke off finds them again, and
     * nobody is linked to who was erased. @throws `not_found`
     */
    async erase(customer: CustomerRef): Promise<Erasure> {
      const { organizationId, customerId } = customer;
      const erased: string[] = [];
      let counts: Counts = { sessions: 0, messages: 0, memory: 0, conversations: 0, files: 0 };
      for (;;) {
        const next = (await deps.personOf(customer)).find((id) => !erased.includes(id));
        if (next === undefined) break;
        counts = sum(counts, await eraseOne({ organizationId, customerId: next }));
        erased.push(next);
      }
      await deps.forgetLinks(organizationId, erased);
      return { customerId, erasedAt: new Date().toISOString(), customers: erased.length, ...counts };
    },
  };
}

type Counts = Omit<Erasure, 'customerId' | 'erasedAt' | 'customers'>;

function sum(a: Counts, b: Counts): Counts {
  return {
    sessions: a.sessions + b.sessions,
    messages: a.messages + b.messages,
    memory: a.memory + b.memory,
    conversations: a.conversations + b.conversations,
    files: a.files + b.files,
  };
}
