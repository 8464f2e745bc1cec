// How the core says that something is not taken now.
import { DomainError } from '../errors';
import type { Message } from '../protocol/model/message';
import type { Committed } from './commands';

/** Nothing that this customer writes is taken now. */
export class Blocked extends DomainError {
  constructor() {
    super('forbidden', 'Writing is blocked for this customer.');
    this.name = 'Blocked';
  }
}

/** A `conflict`: the session's channel does not take this now. */
export class NotNow extends DomainError {
  constructor(why: string) {
    super('conflict', why);
  }
}

/** A clientMessageId that somebody else used first in this session tells nothing of that message. */
export function ownMessage(
  { message, ...rest }: Omit<Committed, 'message'> & { message?: Message },
  sender: Message['sender'],
): Committed {
  if (!message || (rest.duplicate && message.sender !== sender)) {
    throw new DomainError('conflict', 'This clientMessageId is taken.');
  }
  return { ...rest, message };
}
