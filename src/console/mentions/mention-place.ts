import type { Mention } from '../../protocol/mentions';
import { placeOfNote } from '../../protocol/noted-customer';

/** Where the note that calls stands. */
export const placeOfMention = ({ sessionId, seq, noteId = '', customerId = '' }: Mention): string =>
  sessionId === undefined
    ? `/${placeOfNote({ id: noteId, customerId })}`
    : `/inbox/${sessionId}?tab=all&seq=${seq}`;
