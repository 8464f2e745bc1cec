// The frame: waits for the host's first message, then shows the conversation.
import type { Forgotten, Init, ToFrame, ToHost } from './frame-messages';
import { createStorage } from './browser-storage';
import { createChat, type Chat } from './chat';
import { createDisplay } from './display';
import { applyTheme } from './apply-theme';
import './frame.css';
import type { VisitDeps } from './later/visit';
import { loadWords } from './translations';
import { isComposing } from './view/composer';

addEventListener('message', function begin(event: MessageEvent<Init>) {
  const port = event.ports[0];
  if (event.source !== parent || parent === window || event.data?.parley !== 'init' || !port) return;
  removeEventListener('message', begin);
  void start(event.data, port);
});

async function start(init: Init, port: MessagePort): Promise<void> {
  const tell = (message: ToHost) => port.postMessage(message);
  // From the address, by which the server decided who may frame this; not from whoever does.
  const channelKey = new URLSearchParams(location.search).get('channelKey')!;
  const storage = createStorage();
  if (init.forget) void forgetAll(init.forget);
  // Nobody is there yet: no customer is made for them.
  if (!init.shown && !init.token && !init.identity) return;
  const words = await loadWords(init.locale);
  applyTheme(init, words.locale);
  const display = createDisplay({
    words,
    storage,
    draftKey: `parley:draft:${channelKey}:${init.person}:`,
    unread: (count) => tell({ type: 'unread', count }),
  });
  const chat = createChat({
    channelKey,
    person: init.person,
    ...(init.token && { token: init.token }),
    ...(init.identity && { identity: init.identity }),
    storage,
    exclusively: (work) => exclusively(`parley:${channelKey}`, work),
    changed: display.changed,
    tokenChanged: (token) => tell({ type: 'token', token }),
    identityEnds: () => tell({ type: 'refresh' }),
    received: (message) => tell({ type: 'event', name: 'message', data: { text: message.content.text } }),
    failed({ code, message }) {
      console.error('Parley:', message);
      tell({ type: 'event', name: 'error', data: { code, message } });
    },
  });

  async function forgetAll(gone: Forgotten[]): Promise<void> {
    const { forget } = await import('./later/forget');
    tell({ type: 'forgotten', persons: await forget(storage, channelKey, gone) });
  }

  /** Hidden from here on, not only once the host has answered: what comes meanwhile is unread. */
  function close(): void {
    tell({ type: 'close' });
    chat.show(false);
  }

  let telling: Promise<void> | undefined;
  function show({ shown, greeting }: Pick<Init, 'shown' | 'greeting'>): void {
    chat.show(shown, greeting);
    // Before anybody has opened it nobody hears on which page they are.
    if (shown) telling ??= tellLater({ call: chat.call, tell, port });
  }

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.type === 'identity') return chat.identify(data.token);
    if (data.type !== 'shown') return;
    show(data);
    if (data.shown) setTimeout(focusComposer);
  };
  display.begin(chat, close);
  takeFiles(chat);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !isComposing(event)) close();
  });
  show(init);
  if (init.shown && init.focus) setTimeout(focusComposer);
}

/** Where the server has a newer build nothing is told. */
function tellLater(deps: VisitDeps): Promise<void> {
  return import('./later/visit').then(
    ({ tellVisit }) => tellVisit(deps),
    () => undefined,
  );
}

/** By paste and drop. */
function takeFiles(chat: Chat): void {
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data?.types.includes('Files') || !document.querySelector('.composer')) return;
    event.preventDefault();
    if (event.type !== 'dragover') chat.attach(data.files);
  };
  addEventListener('paste', (event) => take(event, event.clipboardData));
  addEventListener('dragover', (event) => take(event, event.dataTransfer));
  addEventListener('drop', (event) => take(event, event.dataTransfer));
}

function focusComposer(): void {
  document.querySelector<HTMLElement>('textarea, .closing, .pre-chat input')?.focus();
}

/**
 * Where there are no locks (plain HTTP), or the browser denies them to a frame of another site, the server's
 * clientMessageId alone keeps two tabs from doubling a message.
 */
function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  return 'locks' in navigator ? navigator.locks.request(name, work).catch(work) : work();
}
