// The embed script: a launcher in the host page, and on first need the frame in which everything happens.
import { createCommands, type Command } from './embed/commands';
import { createHost } from './embed/host';
import { findScript, readSettings } from './embed/script-tag';

interface Stub {
  (...command: Command): void;
  q?: Command[];
  loaded?: boolean;
}

begin(window as unknown as { Parley?: Stub });

function begin(page: { Parley?: Stub }): void {
  if (page.Parley?.loaded) return;
  const script = findScript(document);
  const settings = script && readSettings(script);
  if (!settings?.channelKey) {
    console.error('Parley: the script tag needs data-channel-key, or ?channelKey= in its address.');
    return;
  }
  const waiting = page.Parley?.q ?? [];
  const { locale = navigator.language, ...rest } = settings;
  const host = createHost({
    ...rest,
    base: new URL('.', script!.src),
    channelKey: settings.channelKey,
    locale,
    rtl: getComputedStyle(document.documentElement).direction === 'rtl',
  });
  const commands = createCommands(host, () => delete page.Parley);
  page.Parley = Object.assign((...command: Command) => commands.run(command), { loaded: true });
  for (const command of waiting)
    commands.run([...(command as unknown as Iterable<never>)] as unknown as Command);
  host.resume();
}
