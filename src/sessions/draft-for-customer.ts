import type { MessageMetadata } from '../protocol/model/message';
import type { BornAs } from './commands';
import { NotNow } from './refusals';
import type { Draft, SessionState } from './session';

interface Said {
  draft: Draft | null;
  /** The words; undefined: none. */
  text: string | undefined;
  asks?: MessageMetadata['asks'];
}

/** A change that is itself the message to the customer, where the channel sends: there is one of each, at its place in the order. */
export function draftForCustomer(
  bornAs: BornAs,
  state: SessionState,
  { draft, text, asks }: Said,
): Draft | null {
  if (!draft || text === undefined) return draft;
  const content = { ...draft.content, text };
  try {
    const delivery = bornAs(state, { type: draft.type, content });
    if (delivery === undefined) return draft;
    return { ...draft, content, delivery, metadata: { ...draft.metadata, ...(asks && { asks }) } };
  } catch (error) {
    // The channel takes no words now: a person has a template.
    if (error instanceof NotNow) return draft;
    throw error;
  }
}
