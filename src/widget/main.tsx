// The frame: waits for the host's first message, then shows the conversation.
import { render } from 'preact';
import type { Init, ToFrame, ToHost } from './bridge';
import { createChat } from './chat';
import './frame.css';
import { unread, waiting, type State } from './state';
import { createStorage } from './storage';
import { Panel } from './view/panel';
import { loadWords } from './translations';

addEventListener('message', function begin(event: MessageEvent<Init>) {
  const port = event.ports[0];
  if (event.source !== parent || parent === window || event.data?.parley !== 'init' || !port) return;
  removeEventListener('message', begin);
  void start(event.data, port);
});

async function start(init: Init, port: MessagePort): Promise<void> {
  const tell = (message: ToHost) => port.postMessage(message);
  const words = await loadWords(init.locale);
  const root = document.documentElement;
  root.lang = words.locale;
  root.dir = /^(ar|fa|he|ur)\b/.test(words.locale) ? 'rtl' : 'ltr';
  if (init.theme) root.dataset['theme'] = init.theme;
  if (init.accent) root.style.setProperty('--accent', init.accent);

  // From the address, by which the server decided who may frame this; not from whoever does.
  const channelKey = new URLSearchParams(location.search).get('channelKey')!;
  const storage = createStorage();
  let drawn: State | undefined;
  let counted = 0;
  const chat = createChat({
    url: location.origin,
    channelKey,
    ...(init.token && { token: init.token }),
    ...(init.identity && { identity: init.identity }),
    storage,
    exclusively: (work) => exclusively(`parley:${channelKey}`, work),
    changed(state) {
      if (!drawn) queueMicrotask(draw);
      drawn = state;
    },
    tokenChanged: (token) => tell({ type: 'token', token }),
    identityRefused: () => tell({ type: 'refresh' }),
    received: (message) => tell({ type: 'event', name: 'message', data: { text: message.content.text } }),
    failed({ code, message }) {
      console.error('Parley:', message);
      tell({ type: 'event', name: 'error', data: { code, message } });
    },
  });

  /** Hidden from here on, not only once the host has answered: what comes meanwhile is unread. */
  function close(): void {
    tell({ type: 'close' });
    chat.show(false);
  }

  function draw(): void {
    if (!drawn) return;
    const state = { ...drawn, pending: waiting(drawn) };
    drawn = undefined;
    const draftKey = `parley:draft:${channelKey}`;
    render(
      <Panel state={state} chat={chat} words={words} close={close} storage={storage} draftKey={draftKey} />,
      document.body,
    );
    const count = state.shown ? 0 : unread(state);
    if (count !== counted) tell({ type: 'unread', count: (counted = count) });
  }

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.type === 'shown') {
      chat.show(data.shown);
      if (data.shown) setTimeout(focusComposer);
    } else chat.identify(data.token);
  };
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data?.types.includes('Files') || !document.querySelector('.composer')) return;
    event.preventDefault();
    chat.attach(data.files);
  };
  addEventListener('paste', (event) => take(event, event.clipboardData));
  addEventListener('dragover', (event) => take(event, event.dataTransfer));
  addEventListener('drop', (event) => take(event, event.dataTransfer));
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) close();
  });
  chat.show(init.shown);
  if (init.shown && init.focus) setTimeout(focusComposer);
}

function focusComposer(): void {
  document.querySelector<HTMLElement>('textarea, .closing button')?.focus();
}

/**
 * Where there are no locks (plain HTTP), or the browser denies them to a frame of another site, the server's
 * clientMessageId alone keeps two tabs from doubling a message.
 */
function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  return 'locks' in navigator ? navigator.locks.request(name, work).catch(work) : work();
}
