import { visitingBrowser } from './user-agent';

const of = (agent: string) => visitingBrowser({ 'user-agent': agent }, false);
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit';
const like = '(KHTML, like Gecko)';

test.each([
  [`${mac}/605.1.15 ${like} Version/17.5 Safari/605.1.15`, ['computer', 'macOS', 'Safari 17']],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${like} Chrome/126.0.0.0 Safari/537.36`,
    ['computer', 'Windows', 'Chrome 126'],
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${like} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87`,
    ['computer', 'Windows', 'Edge 126'],
  ],
  [
    `Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0`,
    ['computer', 'Linux', 'Firefox 128'],
  ],
  [
    `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 ${like} HeadlessChrome/126.0.0.0 Safari/537.36`,
    ['computer', 'Linux', 'Chrome 126'],
  ],
  [
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 ${like} Chrome/126.0.0.0 Safari/537.36`,
    ['computer', 'ChromeOS', 'Chrome 126'],
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 ${like} Version/17.5 Mobile/15E148 Safari/604.1`,
    ['phone', 'iOS', 'Safari 17'],
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 ${like} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`,
    ['phone', 'iOS', 'Chrome 126'],
  ],
  [
    `Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 ${like} Version/16.6 Mobile/15E148 Safari/604.1`,
    ['tablet', 'iPadOS', 'Safari 16'],
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 ${like} Chrome/126.0.0.0 Mobile Safari/537.36`,
    ['phone', 'Android', 'Chrome 126'],
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 ${like} SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36`,
    ['tablet', 'Android', 'Samsung Internet 25'],
  ],
])('%s', (agent, [device, os, browser]) => {
  expect(of(agent)).toEqual({ device, os, browser });
});

test('of a program, of nobody and of nonsense nothing is known', () => {
  for (const agent of ['', 'curl/8.5.0', 'node', '<script>alert(1)</script>']) expect(of(agent)).toEqual({});
  expect(visitingBrowser({}, true)).toEqual({});
});

test.each([
  ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
  ['PT-br', 'pt-BR'],
  ['ar', 'ar'],
  ['*', undefined],
  ['', undefined],
  ['<b>', undefined],
  ['de-x', undefined],
])('of the languages %j the first is %s', (asked, language) => {
  expect(visitingBrowser({ 'accept-language': asked }, false).language).toBe(language);
});

test('where they are says a proxy that is trusted, and nobody else', () => {
  const headers = { 'cf-ipcountry': 'DE', 'cf-ipcity': Buffer.from('Köln').toString('latin1') };
  expect(visitingBrowser(headers, true)).toEqual({ country: 'DE', city: 'Köln' });
  expect(visitingBrowser(headers, false)).toEqual({});
  for (const none of ['XX', 'T1', 'Germany', ''])
    expect(visitingBrowser({ 'cf-ipcountry': none }, true)).toEqual({});
});
