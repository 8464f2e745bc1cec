// The tag that brought the embed script, and what it says.

export interface Settings {
  channelKey?: string;
  locale?: string;
  theme?: string;
  accent?: string;
}

const names = ['channelKey', 'locale', 'theme', 'accent'] as const;

/** No script is current while a module runs, or one that a tag manager made: then it is the one that has our name and a key. */
export function findScript(page: Document): HTMLScriptElement | undefined {
  const isOurs = (script: Element | null): script is HTMLScriptElement =>
    script instanceof HTMLScriptElement && readSettings(script).channelKey !== undefined;
  if (isOurs(page.currentScript)) return page.currentScript;
  return [...page.scripts].find((script) => /\/widget\.js([?#]|$)/.test(script.src) && isOurs(script));
}

/** By `data-channel-key` and the like; where those are stripped, by `?channelKey=` in the address. */
export function readSettings(script: HTMLScriptElement): Settings {
  const { searchParams } = new URL(script.src, script.baseURI);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = script.dataset[name] ?? searchParams.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}
