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
  /** Empties the row, removes identities, visitor tokens and what search keeps. False when there is no such customer. */
  eraseCustomer(customer: CustomerRef): Promise<boolean>;
  /** Ends what the customer still has open; it can come back only as somebody new. */
  cutOff(customerId: string): Promise<void>;
  /** Every session, closed ones too. */
  sessionsOf(customer: CustomerRef): Promise<SessionState[]>;
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
  async function eraseWhatIsThere(customer: CustomerRef): Promise<Omit<Erasure, 'customerId' | 'erasedAt'>> {
    const sessionIds = (await deps.sessionsOf(customer)).map(({ id }) => id);
    const { organizationId } = customer;
    const messages = await deps.redactLog(organizationId, sessionIds);
    const memory = await deps.forgetMemory(customer);
    const conversations = await deps.removeConversations(organizationId, sessionIds);
    const files = await deps.removeFiles(customer);
    if (!(await deps.eraseCustomer(customer))) throw notFound('customer');
    return { sessions: sessionIds.length, messages, memory, conversations, files };
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
    /** Every session of the customer with all its messages, as far as they are not the team's. */
    async *transcripts(
      customer: CustomerRef,
    ): AsyncGenerator<{ session: Session; pages: AsyncGenerator<Message[]> }> {
      for (const session of await deps.sessionsOf(customer)) {
        const pages = pagesOf(customer.organizationId, session.id);
        yield { session: deps.exportedSession(session), pages };
      }
    },

    /** Twice: what the customer wrote meanwhile, over what was open, goes too. @throws `not_found` */
    async erase(customer: CustomerRef): Promise<Erasure> {
      const { customerId } = customer;
      const first = await eraseWhatIsThere(customer);
      await deps.cutOff(customerId);
      const { sessions, ...more } = await eraseWhatIsThere(customer);
      return {
        customerId,
        erasedAt: new Date().toISOString(),
        sessions,
        messages: first.messages + more.messages,
        memory: first.memory + more.memory,
        conversations: first.conversations + more.conversations,
        files: first.files + more.files,
      };
    },
  };
}
