// Showing and hiding the panel, and where the focus goes.
import type { Frame } from './frame';
import type { Launcher } from './launcher';
import { createPageStorage } from './page-storage';
import type { Persons } from './persons';

export interface PanelFrame {
  isShown(): boolean;
  show(shown: boolean): void;
  /** Opens it with what was said before it was opened. */
  greet(text: string): void;
  /** For a frame that begins. */
  now(): { shown: boolean; focus: boolean; greeting?: string };
  /** Opens the panel, and leaves the focus alone, if this person had it open when this tab left the page before. */
  resume(): void;
  /** For somebody else a frame of their own: nothing of the one before is in it. */
  restart(): void;
  /** It is not open on the next page. */
  forget(): void;
}

interface PanelDeps {
  channelKey: string;
  launcher: Launcher;
  frame: Frame;
  persons: Persons;
  notify: (name: 'open' | 'close') => void;
}

/** Where the open panel covers the page: as in launcher.css. */
const narrow = '(max-width: 479.98px)';

export function createPanel({ channelKey, launcher, frame, persons, notify }: PanelDeps): PanelFrame {
  /** The id of the person who has it open. */
  const open = createPageStorage('sessionStorage', `parley:open:${channelKey}`);
  let isShown = false;
  let greeted: { greeting?: string } = {};
  /** What had the focus when the panel took it; nothing while it has not. */
  let before: Element | undefined;

  function show(next: boolean, takesFocus = true): void {
    open.set(next ? persons.id() : '');
    if (next === isShown) return;
    isShown = next;
    const focused = document.activeElement ?? document.body;
    if (isShown) before = takesFocus ? focused : undefined;
    frame.load();
    launcher.show(isShown);
    frame.tell({ type: 'shown', shown: isShown, ...greeted });
    if (isShown && takesFocus) frame.focus();
    if (!isShown && (before || isOurs(focused))) (canFocus(before) ? before : launcher.button).focus();
    notify(isShown ? 'open' : 'close');
  }

  launcher.button.addEventListener('click', () => show(!isShown));
  launcher.button.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });

  return {
    show,
    now: () => ({ shown: isShown, focus: before !== undefined, ...greeted }),
    greet(greeting) {
      greeted = { greeting };
      show(true);
    },
    isShown: () => isShown,
    forget: () => open.set(''),
    resume() {
      if (isShown) show(true, false);
      else if (open.get() === persons.id()) show(!matchMedia(narrow).matches, false);
    },
    restart() {
      frame.remove();
      launcher.badge(0);
      // Who was signed out is forgotten; somebody who was here before may have an answer waiting.
      if (isShown || persons.toForget().length > 0) frame.load();
      else if (persons.token()) whenIdle(frame.load);
      if (isShown && before) frame.focus();
    },
  };
}

function canFocus(element: Element | undefined): element is HTMLElement {
  return (
    element instanceof HTMLElement && element.isConnected && element !== document.body && !isOurs(element)
  );
}

function isOurs(element: Element): boolean {
  return element.localName === 'parley-widget';
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 3_000 });
  else setTimeout(work, 2_000);
}
