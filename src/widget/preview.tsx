// The widget as it will look, for the console: the real button and the real panel with nobody behind them. Nothing is sent or kept.
import { render } from 'preact';
import { previewReady, type WidgetPreview } from '../protocol/widget-preview';
import { readableAccent } from './accent';
import { createMemory } from './browser-storage';
import type { Chat } from './chat';
import { applyTheme } from './apply-theme';
import { createLauncher, type Launcher } from './embed/launcher';
import './frame.css';
import { start } from './state';
import { loadWords } from './translations';
import { Panel } from './view/panel';

/** The panel is a document of its own, as on a page. */
const isPanel = location.hash === '#panel';

let last: WidgetPreview | undefined;
let page: { launcher: Launcher; frame: HTMLIFrameElement } | undefined;

addEventListener('message', ({ data, source, origin }: MessageEvent<WidgetPreview | string>) => {
  if (origin !== location.origin) return;
  if (data === previewReady && source === page?.frame.contentWindow) return tellPanel();
  if (source !== parent || typeof data === 'string' || data.parley !== 'preview') return;
  last = data;
  if (isPanel) void drawPanel(data);
  else drawPage(data);
});
if (parent !== window) parent.postMessage(previewReady, location.origin);

function drawPage({ accent, theme, side, locale }: WidgetPreview): void {
  const isRtl = locale.startsWith('ar');
  page ??= createPage(locale);
  const root = (page.launcher.box.getRootNode() as ShadowRoot).host as HTMLElement;
  root.classList.toggle('rtl', side ? side === 'left' : isRtl);
  root.style.setProperty('--accent', shown(accent));
  document.documentElement.style.colorScheme = root.style.colorScheme = theme || 'light dark';
  tellPanel();
}

function createPage(locale: string) {
  document.body.style.background = 'light-dark(#e9ecf0, #0d0f12)';
  const launcher = createLauncher({ locale, rtl: false });
  const frame = document.createElement('iframe');
  frame.title = 'Chat';
  frame.src = `${location.pathname}#panel`;
  launcher.panel.append(frame);
  launcher.show(true);
  launcher.button.inert = true;
  return { launcher, frame };
}

function tellPanel(): void {
  page?.frame.contentWindow?.postMessage(last, location.origin);
}

async function drawPanel(look: WidgetPreview): Promise<void> {
  const words = await loadWords(look.locale);
  // Something newer came meanwhile.
  if (last !== look) return;
  delete document.documentElement.dataset['theme'];
  applyTheme({ theme: look.theme, accent: shown(look.accent) }, words.locale);
  const { greeting, name, questions: suggestedQuestions } = look;
  const channel = { name, ...(greeting && { greeting }), suggestedQuestions };
  const state = { ...start, link: 'live' as const, customerId: 'nobody', shown: true, channel };
  const nobody = new Proxy({}, { get: () => () => undefined }) as Chat;
  document.body.inert = true;
  render(
    <Panel
      {...{ state, words }}
      chat={nobody}
      close={() => undefined}
      storage={createMemory()}
      draftKey="preview:"
    />,
    document.body,
  );
}

/** As it can be read; the usual one where none is entered. */
function shown(accent: string): string {
  return readableAccent(/^#[\da-f]{6}$/i.test(accent) ? accent : '#2456b8');
}
