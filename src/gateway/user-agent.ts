// What a request says of the browser that made it. The address that it came from is not kept.
import type { IncomingHttpHeaders } from 'node:http';
import type { VisitingBrowser } from '../customers/visits';

/** The first that fits; most name others, too, that they are like. */
const browsers: ReadonlyArray<[RegExp, string]> = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|\bCriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\.[\d.]+ /, 'Safari'],
];
const systems: ReadonlyArray<[RegExp, string]> = [
  [/\biPad\b/, 'iPadOS'],
  [/\b(?:iPhone|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];
const longestAgent = 500;
const longestCity = 100;

/** @param fromProxy a proxy that is trusted made the request: what it says of the place counts */
export function visitingBrowser(headers: IncomingHttpHeaders, fromProxy: boolean): VisitingBrowser {
  const agent = headers['user-agent']?.slice(0, longestAgent) ?? '';
  const found = browsers.flatMap(([sign, name]) => {
    const version = sign.exec(agent)?.[1];
    return version ? [`${name} ${version}`] : [];
  })[0];
  const os = systems.find(([sign]) => sign.test(agent))?.[1];
  const language = languageOf(headers['accept-language']);
  return {
    ...(os && { device: deviceOf(agent), os }),
    ...(found && { browser: found }),
    ...(language && { language }),
    ...(fromProxy && placeOf(headers)),
  };
}

function deviceOf(agent: string): 'computer' | 'phone' | 'tablet' {
  if (/\biPad\b|\bTablet\b/.test(agent)) return 'tablet';
  if (/\b(?:Mobile|iPhone|iPod)\b/.test(agent)) return 'phone';
  return /\bAndroid\b/.test(agent) ? 'tablet' : 'computer';
}

/** The first that is asked for. */
function languageOf(asked: string | undefined): string | undefined {
  const tag = /^\s*([a-z]{2,3}(?:-[a-z\d]{2,8}){0,3})\s*(?:[,;]|$)/i.exec(asked?.slice(0, 100) ?? '')?.[1];
  try {
    return tag && Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** As Cloudflare says it (developers.cloudflare.com/fundamentals/reference/http-headers); XX and T1 are no countries. */
function placeOf(headers: IncomingHttpHeaders): Pick<VisitingBrowser, 'country' | 'city'> {
  const [country, city] = ['cf-ipcountry', 'cf-ipcity'].map((name) => String(headers[name] ?? ''));
  const place = Buffer.from(city!, 'latin1')
    .toString()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, longestCity);
  return {
    ...(/^(?!XX)[A-Z]{2}$/.test(country!) && { country: country! }),
    ...(place && { city: place }),
  };
}
