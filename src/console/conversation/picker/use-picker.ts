// `/` at the start of a word of a reply opens the list of replies, `@` in a note that of colleagues. It is fetched when it is first wanted, and has the keys before the field.
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { askedAt, type Asked } from '../../data/word-at';
import type { Composing } from '../use-composing';

/** Says whether the key was the list's. */
type Keys = (event: KeyboardEvent) => boolean;

export interface Picker {
  asked: Asked | undefined;
  keys: Keys;
  /** The caret is there now; -1: outside of the field. */
  look(caret: number): void;
  /** Where the list, once it is there, hangs its keys. */
  listKeys: RefObject<Keys | undefined>;
  /** Id of the choice that Enter takes, for screen readers. */
  active: string | undefined;
  setActive(id: string | undefined): void;
  /** Puts text in the place of what was asked. */
  put(text: string): void;
  close(): void;
}

export function usePicker(
  { surface, text, write }: Pick<Composing, 'surface' | 'text' | 'write'>,
  field: RefObject<HTMLTextAreaElement | null>,
): Picker {
  const [caret, setCaret] = useState(-1);
  const [left, setLeft] = useState(-1);
  const [active, setActive] = useState<string>();
  const listKeys = useRef<Keys>(undefined);
  const found = askedAt(text, caret, surface === 'reply' ? '/' : '@');
  const asked = found && found.at !== left ? found : undefined;
  // Who has taken the sign away may ask anew.
  useEffect(() => {
    if (!found) setLeft(-1);
  }, [found === undefined]);
  const close = () => setLeft(found?.at ?? -1);
  return {
    asked,
    look: setCaret,
    listKeys,
    active: asked && active,
    setActive,
    close,
    keys(event) {
      if (!asked) return false;
      if (event.key === 'Escape') close();
      // Before the list is there, Enter does not send what was to be looked for.
      else if (!(listKeys.current ? listKeys.current(event) : event.key === 'Enter')) return false;
      event.preventDefault();
      return true;
    },
    put(words) {
      if (!found) return;
      write(text.slice(0, found.at) + words + text.slice(caret));
      // Where the sign stays, as before a name, it has been answered: the next Enter sends.
      close();
      toHole(field, { from: found.at, to: found.at + words.length });
    },
  };
}

/** The first hole of what was put there is chosen, to be written over; else the caret goes behind it. */
function toHole(
  field: RefObject<HTMLTextAreaElement | null>,
  { from, to }: { from: number; to: number },
): void {
  requestAnimationFrame(() => {
    const element = field.current;
    if (!element) return;
    element.focus();
    const start = element.value.slice(from, to).indexOf('⟨');
    if (start < 0) return element.setSelectionRange(to, to);
    const end = element.value.indexOf('⟩', from + start);
    element.setSelectionRange(from + start, end + 1);
  });
}
