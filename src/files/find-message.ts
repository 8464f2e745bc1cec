// Which message carries a file: only the logs can tell.
import { DomainError } from '../errors';
import type { Message } from '../protocol/model/message';
import { mediaUrlOf } from './sign';
import type { TakenFile } from './store';

export interface MessageFinderDeps {
  /** Every session of a customer, closed ones too. */
  sessionsOf(customer: { organizationId: string; customerId: string }): Promise<Array<{ id: string }>>;
  /** @throws `not_found` */
  messages(
    organizationId: string,
    sessionId: string,
    page: { after: number; limit: number },
  ): Promise<Message[]>;
}

const pageSize = 500;

/** @returns the message that names the file; undefined: none does. */
export function createMessageFinder({ sessionsOf, messages }: MessageFinderDeps) {
  async function findIn({ id, organizationId }: TakenFile, sessionId: string): Promise<Message | undefined> {
    for (let after = 0; ;) {
      const page = await messages(organizationId, sessionId, { after, limit: pageSize }).catch(noneThere);
      const names = ({ mediaUrl }: { mediaUrl?: string | undefined }) => mediaUrl === mediaUrlOf(id);
      const found = page.find(({ content }) => names(content) || content.moreFiles?.some(names));
      if (found || page.length < pageSize) return found;
      after = page.at(-1)!.seq;
    }
  }

  return async function findMessage(file: TakenFile): Promise<Message | undefined> {
    const { organizationId, customerId, sessionId } = file;
    const known = sessionId !== undefined && (await findIn(file, sessionId));
    if (known || !customerId) return known || undefined;
    for (const { id } of await sessionsOf({ organizationId, customerId })) {
      const found = id === sessionId ? undefined : await findIn(file, id);
      if (found) return found;
    }
    return undefined;
  };
}

/** An agent may have sent into a session that there is not. */
function noneThere(error: unknown): Message[] {
  if (error instanceof DomainError && error.code === 'not_found') return [];
  throw error;
}
