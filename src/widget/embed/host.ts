// The host page's side of the frame: made on first need, handed the visitor's token, heard through one port.
import type { Init, ToFrame, ToHost } from '../frame-messages';
import { readableAccent } from '../accent';
import { createFrame } from './frame';
import { createLauncher, type Launcher } from './launcher';
import { createPageStorage } from './page-storage';
import { createPersons, subjectOf } from './persons';

export interface Identity {
  /** A JWT signed with the channel's identity secret. */
  token: string;
  /** Called when the token has run out; resolves to a new one. */
  refresh?: () => Promise<string>;
}

export interface Events {
  open: undefined;
  close: undefined;
  unread: number;
  message: { text?: string };
  error: { code: string; message: string };
}

export interface Host {
  show(shown: boolean): void;
  /** Opens the panel, and leaves the focus alone, if this person had it open when this tab left the page before. */
  resume(): void;
  /** Without a token: who was signed in on this page is signed out, else it is an error. */
  identify(identity?: Partial<Identity> | null): void;
  /** Ends the sign-in in this browser and forgets what it kept. */
  logout(): void;
  on(name: keyof Events, listener: (data: unknown) => void): void;
  fail(code: string, message: string): void;
  destroy(): void;
}

export interface HostOptions {
  /** Where the server is: the embed script's own folder. */
  base: URL;
  channelKey: string;
  locale: string;
  theme?: string;
  accent?: string;
  rtl: boolean;
}

/** Where the open panel covers the page: as in launcher.css. */
const narrow = '(max-width: 479.98px)';

export function createHost(options: HostOptions): Host {
  const { channelKey, locale, theme, accent, rtl } = options;
  const look = { locale, ...(theme && { theme }), ...(accent && { accent: readableAccent(accent) }) };
  const launcher = createLauncher({ ...look, rtl });
  const bookKey = `parley:persons:${channelKey}`;
  const persons = createPersons(
    createPageStorage('localStorage', bookKey),
    createPageStorage('localStorage', `parley:token:${channelKey}`),
  );
  /** The id of the person who has it open. */
  const open = createPageStorage('sessionStorage', `parley:open:${channelKey}`);
  const { on, notify, fail } = createEvents();
  const frame = createFrame({ ...options, place: launcher.panel, init, hear });
  const focus = createFocus(launcher);
  let shown = false;
  let identity: Identity | undefined;
  let refreshes = 0;
  /** The frame has come to forget somebody, and nobody else is there for whom it would begin. */
  let isIdle = false;

  /** At every load of the frame: also when the page moved it and it started anew. */
  function init(): Init {
    const forget = persons.toForget();
    const token = persons.token();
    isIdle = !shown && !token && !identity;
    return {
      parley: 'init',
      person: persons.id(),
      ...look,
      shown,
      focus: focus.isTaken(),
      ...(forget.length > 0 && { forget }),
      ...(token && { token }),
      ...(identity && { identity: identity.token }),
    };
  }

  function hear(message: ToHost): void {
    if (message.type === 'token') persons.setToken(message.token);
    else if (message.type === 'close') show(false);
    else if (message.type === 'refresh') void refresh();
    else if (message.type === 'event') notify(message.name, message.data);
    else if (message.type === 'forgotten') {
      persons.forgotten(message.persons);
      if (isIdle) frame.remove();
    } else {
      launcher.badge(message.count);
      notify('unread', message.count);
    }
  }

  async function refresh(): Promise<void> {
    try {
      // A refresh that brings refused tokens again and again is slowed down.
      await new Promise((resolve) => setTimeout(resolve, Math.min(refreshes++ * 2_000, 60_000)));
      const asked = identity;
      const next = await asked?.refresh?.();
      if (next && identity === asked) identify({ ...asked, token: next });
    } catch {
      fail('unauthenticated', 'The identity has run out and refresh failed.');
    }
  }

  /** @param takeFocus whether the panel takes the focus when it opens */
  function show(next: boolean, takeFocus = true): void {
    open.set(next ? persons.id() : '');
    if (next === shown) return;
    shown = next;
    const focused = document.activeElement ?? document.body;
    if (shown) focus.remember(takeFocus ? focused : undefined);
    if (isIdle) frame.remove();
    frame.load();
    launcher.show(shown);
    frame.tell({ type: 'shown', shown });
    if (shown && takeFocus) frame.focus();
    if (!shown) focus.giveBack(focused);
    notify(shown ? 'open' : 'close');
  }

  /** For somebody else a frame of their own: nothing of the one before is in it. */
  function restart(): void {
    frame.remove();
    launcher.badge(0);
    // Who was signed out is forgotten; somebody who was here before may have an answer waiting.
    if (shown || persons.toForget().length > 0) frame.load();
    else if (persons.token()) whenIdle(frame.load);
    if (shown && focus.isTaken()) frame.focus();
  }

  function resume(): void {
    const wide = !matchMedia(narrow).matches;
    show(shown || (open.get() === persons.id() && wide), false);
  }

  function logout(): void {
    show(false);
    persons.signOut();
    identity = undefined;
    restart();
  }

  function identify(next?: Partial<Identity> | null): void {
    if (!next?.token) {
      if (identity) return logout();
      return fail('invalid', 'identify needs { token }; who was signed in ends that with logout.');
    }
    const subject = subjectOf(next.token);
    if (subject === undefined) return fail('invalid', 'The token of identify is no JWT with a "sub".');
    const before = persons.id();
    if (persons.signIn(subject)) show(false);
    identity = next as Identity;
    if (persons.id() === before) return frame.tell({ type: 'identity', token: identity.token });
    const wasOpen = open.get();
    restart();
    if (wasOpen) resume();
  }

  /** Another tab has signed somebody in or out. */
  function follow({ key }: StorageEvent): void {
    if (key !== bookKey && key !== null) return;
    if (!persons.follow()) return;
    show(false);
    identity = undefined;
    restart();
  }

  launcher.button.addEventListener('click', () => show(!shown));
  launcher.button.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
  addEventListener('storage', follow);
  restart();

  return {
    show,
    resume,
    on,
    identify,
    logout,
    fail,
    destroy() {
      open.set('');
      removeEventListener('storage', follow);
      frame.remove();
      launcher.remove();
    },
  };
}

function createEvents() {
  const listeners: Array<{ name: string; listener: (data: unknown) => void }> = [];
  const notify = (name: keyof Events, data?: unknown) =>
    listeners.filter((one) => one.name === name).forEach((one) => one.listener(data));
  return {
    notify,
    on: (name: keyof Events, listener: (data: unknown) => void) => void listeners.push({ name, listener }),
    fail(code: string, message: string) {
      console.error('Parley:', message);
      notify('error', { code, message });
    },
  };
}

/** What had the focus when the panel took it gets it back. */
function createFocus(launcher: Launcher) {
  let before: Element | undefined;
  return {
    isTaken: () => before !== undefined,
    remember: (element: Element | undefined) => (before = element),
    giveBack(focused: Element) {
      if (before || isOurs(focused)) (takesFocus(before) ? before : launcher.button).focus();
      before = undefined;
    },
  };
}

function takesFocus(element: Element | undefined): element is HTMLElement {
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
