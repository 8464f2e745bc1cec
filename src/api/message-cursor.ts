// The cursor of a page of messages: from which number on it goes, and in which direction.
import { DomainError } from '../errors';
import type { Message } from '../protocol/model/message';

const cursorForm = /^(after|before)-(\d{1,9})$/;

export function readMessageCursor(cursor: string): { after?: number; before?: number } {
  const [, direction, seq] = cursorForm.exec(cursor) ?? [];
  if (!direction) throw new DomainError('invalid', 'This cursor is not one of ours.');
  return direction === 'after' ? { after: Number(seq) } : { before: Number(seq) };
}

export function nextMessages(items: Message[], asked: { after?: number }, limit: number): string | null {
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last || items.length < limit) return null;
  if (asked.after !== undefined) return `after-${last.seq}`;
  return first.seq > 1 ? `before-${first.seq}` : null;
}
