// The host page's side of the frame: made on first need, handed the visitor's token, heard through one port.
import type { Init, ToFrame, ToHost } from '../bridge';
import { readableAccent } from '../accent';
import type { Events, Identity } from './commands';
import { createLauncher } from './launcher';
import { createToken } from './token';

export interface Host {
  show(shown: boolean): void;
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

export function createHost({ base, channelKey, locale, theme, accent, rtl }: HostOptions): Host {
  const listeners: Array<{ name: string; listener: (data: unknown) => void }> = [];
  const token = createToken(`parley:token:${channelKey}`);
  const look = { ...(theme && { theme }), ...(accent && { accent: readableAccent(accent) }) };
  const launcher = createLauncher({ locale, rtl, ...look });
  let shown = false;
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let identity: Identity | undefined;
  let before: Element | null = null;
  let refreshes = 0;

  const tell = (message: ToFrame) => port?.postMessage(message);
  const ring = (name: keyof Events, data?: unknown) =>
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
    else if (message.type === 'event') ring(message.name, message.data);
    else {
      launcher.badge(message.count);
      ring('unread', message.count);
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
      ring('error', { code: 'unauthenticated', message: 'The identity has run out and refresh failed.' });
    }
  }

  function show(next: boolean): void {
    if (next === shown) return;
    shown = next;
    if (shown) before = document.activeElement;
    load();
    launcher.show(shown);
    tell({ type: 'shown', shown });
    if (shown) frame!.focus();
    else if (
      before instanceof HTMLElement &&
      before.isConnected &&
      before !== document.body &&
      !launcher.panel.contains(before)
    )
      restore(before);
    else launcher.button.focus();
    ring(shown ? 'open' : 'close');
  }

  function restore(element: HTMLElement): void {
    if (element.localName === 'parley-widget') launcher.button.focus();
    else element.focus();
  }

  launcher.button.addEventListener('click', () => show(!shown));
  launcher.button.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
  // Somebody who was here before may have an answer waiting.
  if (token.get()) whenIdle(load);

  return {
    show,
    on: (name, listener) => listeners.push({ name, listener }),
    identify(next) {
      identity = next;
      tell({ type: 'identity', token: next.token });
    },
    destroy() {
      port?.close();
      launcher.remove();
    },
  };
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 3_000 });
  else setTimeout(work, 2_000);
}
