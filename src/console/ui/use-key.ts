// Keys that work wherever no text is being written.
import { useEffect, useRef } from 'react';

interface Options {
  /** Also while a field has the focus. */
  anywhere?: boolean;
  off?: boolean;
}

/** A dialog that closes on a key is gone before the page hears of it: what counts is whether it was there. */
let hadDialog = false;
window.addEventListener('keydown', () => (hadDialog = dialogIsOpen()), { capture: true });

/** @param key as KeyboardEvent.key has it, 'mod+k' for Ctrl or Cmd, 'mod+shift+m' with Shift. */
export function useKey(key: string, run: (event: KeyboardEvent) => void, options: Options = {}): void {
  const latest = useRef(run);
  latest.current = run;
  const { anywhere = false, off = false } = options;
  useEffect(() => {
    if (off) return;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || composes(event) || event.altKey || !fits(event, key)) return;
      if (!anywhere && (hadDialog || isTaken(event.target))) return;
      event.preventDefault();
      latest.current(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [key, anywhere, off]);
}

/** The key belongs to an input method. Safari says so of its last Enter only by the old code for "in process". */
export function composes(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

function fits(event: KeyboardEvent, key: string): boolean {
  const mod = event.ctrlKey || event.metaKey;
  if (key.startsWith('mod+shift+')) return mod && event.shiftKey && event.key.toLowerCase() === key.slice(10);
  if (key.startsWith('mod+')) return mod && event.key.toLowerCase() === key.slice(4);
  return !mod && (event.key === key || (key.length === 1 && event.key.toLowerCase() === key));
}

/** Keys are words there, or belong to what is open above the page. */
export function isTaken(target: EventTarget | null): boolean {
  return writes(target) || dialogIsOpen();
}

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}
