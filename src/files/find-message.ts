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

/** @returns the session in whose log a message names the file; undefined: none does. */
export function createMessageFinder({ sessionsOf, messages }: MessageFinderDeps) {
  async function isShown({ id, organizationId }: TakenFile, sessionId: string): Promise<boolean> {
    for (let after = 0; ;) {
      const page = await messages(organizationId, sessionId, { after, limit: pageSize }).catch(noneThere);
      const names = ({ mediaUrl }: { mediaUrl?: string | undefined }) => mediaUrl === mediaUrlOf(id);
      if (page.some(({ content }) => names(content) || content.moreFiles?.some(names))) return true;
      if (page.length < pageSize) return false;
      after = page.at(-1)!.seq;
    }
  }

  return async function findMessage(file: TakenFile): Promise<string | undefined> {
    const { organizationId, customerId, sessionId } = file;
    const sessions = customerId
      ? (await sessionsOf({ organizationId, customerId })).map(({ id }) => id)
      : [sessionId].flatMap((id) => id ?? []);
    for (const id of sessions) if (await isShown(file, id)) return id;
    return undefined;
  };
}

/** An agent may have sent into a session that there is not. */
function noneThere(error: unknown): Message[] {
  if (error instanceof DomainError && error.code === 'not_found') return [];
  throw error;
}
