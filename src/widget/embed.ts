// The embed script: a launcher in the host page, and on first need the frame in which everything happens.
import { createCommands, type Command } from './embed/commands';
import { createHost } from './embed/host';

interface Stub {
  (...command: Command): void;
  q?: Command[];
  loaded?: boolean;
}

begin(window as unknown as { Parley?: Stub }, document.currentScript as HTMLScriptElement | null);

function begin(page: { Parley?: Stub }, script: HTMLScriptElement | null): void {
  const channelKey = script?.dataset['channelKey'];
  if (page.Parley?.loaded) return;
  if (!script || !channelKey) return console.error('Parley: the script tag needs data-channel-key.');
  const waiting = page.Parley?.q ?? [];
  const { locale, theme, accent } = script.dataset;
  const host = createHost({
    base: new URL('.', script.src),
    channelKey,
    locale: locale ?? navigator.language,
    ...(theme && { theme }),
    ...(accent && { accent }),
    rtl: getComputedStyle(document.documentElement).direction === 'rtl',
  });
  const commands = createCommands(host, () => delete page.Parley);
  page.Parley = Object.assign((...command: Command) => commands.run(command), { loaded: true });
  for (const command of waiting)
    commands.run([...(command as unknown as Iterable<never>)] as unknown as Command);
  host.resume();
}
