// The embed script: a launcher in the host page, and on first need the frame in which everything happens.
import type { EmbedSettings } from '../protocol/widget-settings';
import { createCommands, type Command } from './embed/commands';
import { createHost } from './embed/host';
import { findScript, readSettings } from './embed/script-tag';

interface Stub {
  (...command: Command): void;
  q?: Command[];
  loaded?: boolean;
}

/** Whoever waits longer for what the console says of the widget's look gets the usual one. */
const patienceMs = 2_000;

begin(window as unknown as { Parley?: Stub });

function begin(page: { Parley?: Stub }): void {
  if (page.Parley?.loaded) return;
  const script = findScript(document);
  const tag = script && readSettings(script);
  if (!tag?.channelKey) {
    console.error('Parley: the script tag needs data-channel-key, or ?channelKey= in its address.');
    return;
  }
  const { channelKey, locale = navigator.language, ...ofTag } = tag;
  const waiting = page.Parley?.q ?? [];
  page.Parley = Object.assign((...command: Command) => void waiting.push(command), { loaded: true });
  const base = new URL('.', script!.src);
  void entered(base, channelKey).then((look) => {
    const isRtl = getComputedStyle(document.documentElement).direction === 'rtl';
    const rtl = look.side ? look.side === 'left' : isRtl;
    const host = createHost({ ...look, ...ofTag, base, channelKey, locale, rtl });
    const commands = createCommands(host, () => delete page.Parley);
    page.Parley = Object.assign((...command: Command) => commands.run(command), { loaded: true });
    for (const command of waiting)
      commands.run([...(command as unknown as Iterable<never>)] as unknown as Command);
    host.resume();
  });
}

/** What the console says; a module, so that a page's CSP that lets this script in lets it in, too. */
function entered(base: URL, channelKey: string): Promise<EmbedSettings> {
  const address = new URL(`widget/settings.js?channelKey=${encodeURIComponent(channelKey)}`, base).href;
  return Promise.race([
    import(/* @vite-ignore */ address).then((part: { default: EmbedSettings }) => part.default),
    new Promise<never>((_, reject) => setTimeout(reject, patienceMs)),
  ]).catch(() => ({}));
}
