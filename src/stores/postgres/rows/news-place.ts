import type { NewsPlace } from '../../../notifications/store';

interface Placed {
  sessionId: string | null;
  noteId: string | null;
}

/** A row names one of both. */
export function withPlace<Row extends Placed>({
  sessionId,
  noteId,
  ...row
}: Row): NewsPlace & Omit<Row, keyof Placed> {
  return sessionId === null ? { ...row, noteId: noteId! } : { ...row, sessionId };
}
