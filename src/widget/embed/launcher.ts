// The button and the place for the frame, in a shadow root: the host page's styles stay out, ours stay in.
import styles from './launcher.css?inline';

export interface Launcher {
  button: HTMLButtonElement;
  /** Where the frame goes. */
  panel: HTMLElement;
  /** The shadow root's own, for what stands beside the button. */
  box: HTMLElement;
  show(shown: boolean): void;
  badge(count: number): void;
  remove(): void;
}

const words: Record<string, [open: string, close: string, unread: string]> = {
  en: ['Open chat', 'Close chat', 'unread'],
  ar: ['فتح المحادثة', 'إغلاق المحادثة', 'غير مقروءة'],
  de: ['Chat öffnen', 'Chat schließen', 'ungelesen'],
  es: ['Abrir el chat', 'Cerrar el chat', 'sin leer'],
  fr: ['Ouvrir le chat', 'Fermer le chat', 'non lus'],
  pt: ['Abrir o chat', 'Fechar o chat', 'não lidas'],
};

const speech = 'M4 5h16v11H10l-5 4v-4H4z';
const cross = 'M6 6l12 12M18 6L6 18';

export function createLauncher(options: {
  locale: string;
  accent?: string | undefined;
  theme?: string | undefined;
  rtl: boolean;
}): Launcher {
  const [open, close, unread] = words[options.locale.slice(0, 2).toLowerCase()] ?? words['en']!;
  const root = document.createElement('parley-widget');
  const shadow = root.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];
  root.classList.toggle('rtl', options.rtl);
  if (options.accent) root.style.setProperty('--accent', options.accent);
  if (options.theme) root.style.colorScheme = options.theme;

  const panel = element('div', 'panel');
  const button = element('button', 'launcher');
  button.type = 'button';
  const badge = element('span', 'badge');
  const icon = drawing();
  badge.hidden = panel.hidden = true;
  button.append(icon.svg, badge);
  const box = region();
  box.append(panel, button);
  shadow.append(box);

  let count = 0;
  const countInTitle = createTitle();
  const label = () => {
    button.setAttribute('aria-label', panel.hidden ? (count ? `${open}, ${count} ${unread}` : open) : close);
    button.setAttribute('aria-expanded', String(!panel.hidden));
    icon.path.setAttribute('d', panel.hidden ? speech : cross);
  };
  label();
  // Outside of body: single-page frameworks replace its children, and a frame that moves loads again.
  const attach = () => root.isConnected || document.documentElement.append(root);
  attach();
  const keeper = new MutationObserver(attach);
  keeper.observe(document.documentElement, { childList: true });

  return {
    button,
    panel,
    box,
    show(shown) {
      panel.hidden = !shown;
      root.classList.toggle('open', shown);
      label();
    },
    badge(next) {
      count = next;
      countInTitle(count);
      badge.hidden = count === 0;
      badge.textContent = count > 9 ? '9+' : String(count);
      label();
    },
    remove() {
      this.badge(0);
      keeper.disconnect();
      root.remove();
    },
  };
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function region(): HTMLElement {
  const box = element('div', 'box');
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', 'Chat');
  return box;
}

function drawing(): { svg: SVGElement; path: SVGElement } {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.append(path);
  return { svg, path };
}

/** The page's title says how many are unread, and is the page's own again afterwards. */
function createTitle(): (count: number) => void {
  let prefix = '';
  return (count) => {
    const { title } = document;
    const own = title.startsWith(prefix) ? title.slice(prefix.length) : title;
    prefix = count ? `(${count}) ` : '';
    if (title !== prefix + own) document.title = prefix + own;
  };
}
