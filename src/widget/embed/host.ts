// The host page's side of the frame: made on first need, handed the visitor's token, heard through one port.
import type { Init, ToFrame, ToHost } from '../bridge';
import { readableAccent } from '../accent';
import { createKept } from './kept';
import { createLauncher } from './launcher';

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
  /** Opens the panel, and leaves the focus alone, if it was open when this tab left the page before. */
  resume(): void;
  identify(identity: Identity): void;
  on(name: keyof Events, listener: (data: unknown) => void): void;
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

export function createHost({ base, channelKey, locale, theme, accent, rtl }: HostOptions): Host {
  const listeners: Array<{ name: string; listener: (data: unknown) => void }> = [];
  const token = createKept('localStorage', `parley:token:${channelKey}`);
  const open = createKept('sessionStorage', `parley:open:${channelKey}`);
  const look = { ...(theme && { theme }), ...(accent && { accent: readableAccent(accent) }) };
  const launcher = createLauncher({ locale, rtl, ...look });
  let shown = false;
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let identity: Identity | undefined;
  /** What had the focus when the panel took it; nothing while it has not. */
  let before: Element | undefined;
  let refreshes = 0;

  const tell = (message: ToFrame) => port?.postMessage(message);
  const notify = (name: keyof Events, data?: unknown) =>
    listeners.filter((one) => one.name === name).forEach((one) => one.listener(data));

  /** At every load of the frame: also when the page moved it and it started anew. */
  function introduce(): void {
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<ToHost>) => hear(data);
    const stored = token.get();
    const init: Init = {
      parley: 'init',
      locale,
      ...look,
      shown,
      focus: before !== undefined,
      ...(stored && { token: stored }),
      ...(identity && { identity: identity.token }),
    };
    frame!.contentWindow!.postMessage(init, base.origin, [channel.port2]);
  }

  function load(): void {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.title = 'Chat';
    frame.src = new URL(`widget/frame.html?channelKey=${encodeURIComponent(channelKey)}`, base).href;
    frame.addEventListener('load', introduce);
    launcher.panel.append(frame);
  }

  function hear(message: ToHost): void {
    if (message.type === 'token') token.set(message.token);
    else if (message.type === 'close') show(false);
    else if (message.type === 'refresh') void refresh();
    else if (message.type === 'event') notify(message.name, message.data);
    else {
      launcher.badge(message.count);
      notify('unread', message.count);
    }
  }

  async function refresh(): Promise<void> {
    try {
      // A refresh that brings refused tokens again and again is slowed down.
      await new Promise((resolve) => setTimeout(resolve, Math.min(refreshes++ * 2_000, 60_000)));
      const next = await identity?.refresh?.();
      if (!identity || !next) return;
      identity = { ...identity, token: next };
      tell({ type: 'identity', token: next });
    } catch {
      notify('error', { code: 'unauthenticated', message: 'The identity has run out and refresh failed.' });
    }
  }

  /** @param focus whether the panel takes the focus when it opens */
  function show(next: boolean, focus = true): void {
    open.set(next ? 'yes' : '');
    if (next === shown) return;
    shown = next;
    const focused = document.activeElement ?? document.body;
    if (shown) before = focus ? focused : undefined;
    load();
    launcher.show(shown);
    tell({ type: 'shown', shown });
    if (shown && focus) frame!.focus();
    if (!shown && (before || isOurs(focused))) (takesBack(before) ? before : launcher.button).focus();
    notify(shown ? 'open' : 'close');
  }

  launcher.button.addEventListener('click', () => show(!shown));
  launcher.button.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
  // Somebody who was here before may have an answer waiting.
  if (token.get()) whenIdle(load);

  return {
    show,
    resume() {
      const wide = !matchMedia(narrow).matches;
      show(shown || (open.get() === 'yes' && wide), false);
    },
    on: (name, listener) => listeners.push({ name, listener }),
    identify(next) {
      identity = next;
      tell({ type: 'identity', token: next.token });
    },
    destroy() {
      open.set('');
      port?.close();
      launcher.remove();
    },
  };
}

/** Whether the focus can go back to it. */
function takesBack(element: Element | undefined): element is HTMLElement {
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
