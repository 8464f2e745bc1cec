// What the widget says before anybody has asked: beside the button, once to each browser. Loaded where there is such a thing.
import type { ProactiveMessage } from '../../protocol/widget-settings';
import type { Launcher } from './launcher';
import { nextMessage } from './next-message';
import { createPageStorage } from './page-storage';
import styles from './proactive.css?inline';

interface Deps {
  channelKey: string;
  locale: string;
  messages: readonly ProactiveMessage[];
  launcher: Launcher;
  /** Somebody who has the panel open, or has written before, is not spoken to. */
  isKnown(): boolean;
  open(text: string): void;
}

const closeWords: Record<string, string> = {
  en: 'Close',
  ar: 'إغلاق',
  de: 'Schließen',
  es: 'Cerrar',
  fr: 'Fermer',
  pt: 'Fechar',
};
const everyMs = 500;

/** @returns what ends it */
export function speakFirst({ channelKey, locale, messages, launcher, isKnown, open }: Deps): () => void {
  const said = createPageStorage('localStorage', `parley:said:${channelKey}`);
  const isReturning = cameBefore(channelKey);
  let address = location.href;
  let since = Date.now();
  let teaser: HTMLElement | undefined;
  const hide = () => {
    teaser?.remove();
    teaser = undefined;
  };

  function look(): void {
    // Single-page sites change the address and nothing else.
    if (address !== location.href) {
      address = location.href;
      since = Date.now();
      hide();
    }
    if (isKnown()) return hide();
    const due = teaser
      ? undefined
      : nextMessage(messages, {
          said: said.get() ?? '',
          address,
          isReturning,
          seconds: (Date.now() - since) / 1_000,
        });
    if (!due) return;
    said.set(`${said.get() ?? ''}${due.text}\n`);
    teaser = drawTeaser(due.text, {
      close: closeWords[locale.slice(0, 2).toLowerCase()] ?? closeWords['en']!,
      onClose: hide,
      onOpen() {
        hide();
        open(due.text);
      },
    });
    launcher.box.prepend(teaser);
  }

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  (launcher.box.getRootNode() as ShadowRoot).adoptedStyleSheets.push(sheet);
  const timer = setInterval(look, everyMs);
  look();
  return () => {
    clearInterval(timer);
    hide();
  };
}

/** In this browser, before this tab was opened. */
function cameBefore(channelKey: string): boolean {
  const first = createPageStorage('localStorage', `parley:visited:${channelKey}`);
  const thisVisit = createPageStorage('sessionStorage', `parley:visit:${channelKey}`);
  if (!thisVisit.get()) thisVisit.set(first.get() ? 'returning' : 'new');
  first.set('yes');
  return thisVisit.get() === 'returning';
}

function drawTeaser(
  text: string,
  { close, onClose, onOpen }: { close: string; onClose: () => void; onOpen: () => void },
): HTMLElement {
  const teaser = document.createElement('div');
  teaser.className = 'teaser';
  teaser.setAttribute('role', 'status');
  const words = document.createElement('button');
  words.type = 'button';
  words.dir = 'auto';
  words.textContent = text;
  words.addEventListener('click', onOpen);
  const cross = document.createElement('button');
  cross.type = 'button';
  cross.className = 'cross';
  cross.textContent = '×';
  cross.setAttribute('aria-label', close);
  cross.addEventListener('click', onClose);
  teaser.append(words, cross);
  return teaser;
}
