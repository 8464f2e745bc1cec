import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';
import { useMedia } from '../hooks';
import { isTaken } from '../ui/use-key';

/** Given to `navigate` by whoever walks past conversations: the keys stay with the list. */
export const walking = { state: { walking: true } };

/** Who opens what is theirs, or takes it over, writes at once. On a phone its keyboard would cover what there is to read. */
export function useReplyFocus(field: RefObject<HTMLTextAreaElement | null>, mine: boolean): void {
  const phone = useMedia('(max-width: 767px)');
  const { key, state } = useLocation() as { key: string; state: { walking?: boolean } | null };
  const wasMine = useRef(mine);
  useEffect(() => {
    if (mine && !phone && !state?.walking) field.current?.focus();
  }, [key]);
  useEffect(() => {
    if (mine && !wasMine.current && !phone && !isTaken(document.activeElement)) field.current?.focus();
    wasMine.current = mine;
  }, [mine]);
}
