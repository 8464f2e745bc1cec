// The host page's side of the frame: made on first need, handed the visitor's token, heard through one port.
import type { ProactiveMessage } from '../../protocol/widget-settings';
import type { Init, ToFrame, ToHost } from '../frame-messages';
import { readableAccent } from '../accent';
import { createFrame } from './frame';
import { createLauncher } from './launcher';
import { createPageStorage } from './page-storage';
import { createPanel } from './panel';
import type { speakFirst } from './proactive';
import { createPersons } from './persons';
import { createSignIn, type Identity } from './sign-in';

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
  theme?: string | undefined;
  accent?: string | undefined;
  /** The button is on the left. */
  rtl: boolean;
  proactive?: ProactiveMessage[] | undefined;
}

export function createHost(options: HostOptions): Host {
  const { channelKey, locale, theme, accent, rtl } = options;
  const look = { locale, ...(theme && { theme }), ...(accent && { accent: readableAccent(accent) }) };
  const launcher = createLauncher({ ...look, rtl });
  const bookKey = `parley:persons:${channelKey}`;
  const persons = createPersons(
    createPageStorage('localStorage', bookKey),
    createPageStorage('localStorage', `parley:token:${channelKey}`),
  );
  const { on, notify, fail } = createEvents();
  const frame = createFrame({ ...options, place: launcher.panel, init, hear });
  const panel = createPanel({ channelKey, launcher, frame, persons, notify });
  const signIn = createSignIn({ bookKey, frame, panel, persons, fail });

  /** At every load of the frame: also when the page moved it and it started anew. */
  function init(): Init {
    const forget = persons.toForget();
    const token = persons.token();
    const identity = signIn.identity();
    return {
      parley: 'init',
      person: persons.id(),
      ...look,
      ...panel.now(),
      ...(forget.length > 0 && { forget }),
      ...(token && { token }),
      ...(identity && { identity }),
    };
  }

  function hear(message: ToHost): void {
    if (message.type === 'token') persons.setToken(message.token);
    else if (message.type === 'close') panel.show(false);
    else if (message.type === 'refresh') void signIn.refresh();
    else if (message.type === 'event' && message.name === 'page') frame.tell(hostPage());
    else if (message.type === 'event') notify(message.name, message.data);
    else if (message.type === 'forgotten') {
      persons.forgotten(message.persons);
      frame.removeIdle();
    } else {
      launcher.badge(message.count);
      notify('unread', message.count);
    }
  }

  panel.restart();
  const isKnown = () => panel.isShown() || !!persons.token();
  const stopSpeaking = speak(options, { launcher, isKnown, open: panel.greet });
  return {
    on,
    fail,
    show: panel.show,
    resume: panel.resume,
    identify: signIn.identify,
    logout: signIn.logout,
    destroy() {
      stopSpeaking();
      panel.forget();
      signIn.destroy();
      frame.remove();
      launcher.remove();
    },
  };
}

const hostPage = (): ToFrame => ({
  type: 'page',
  url: location.href,
  title: document.title,
  referrer: document.referrer,
});

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

/** What says something first is loaded where there is something to say. @returns what ends it */
function speak(
  { base, channelKey, locale, proactive: messages = [] }: HostOptions,
  page: Pick<Parameters<typeof speakFirst>[0], 'launcher' | 'isKnown' | 'open'>,
): () => void {
  let stop: (() => void) | undefined;
  if (messages.length > 0)
    void import(/* @vite-ignore */ new URL('widget/proactive.js', base).href).then(
      (part: { speakFirst: typeof speakFirst }) =>
        (stop = part.speakFirst({ channelKey, locale, messages, ...page })),
      () => undefined,
    );
  return () => stop?.();
}
