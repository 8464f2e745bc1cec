import { foreignOrigin, longestPageAddress, pageAddress } from './page-address';

const reset = 'c8v2ab0123456789abcdef0123456789';

test.each([
  ['https://shop.example/tents/red?size=2#reviews', 'https://shop.example/tents/red?size=2'],
  ['https://ada:secret@shop.example:8443/', 'https://shop.example:8443/'],
  ['https://shop.example/#/cart/2?token=abc', 'https://shop.example/#/cart/2'],
  ['https://shop.example/#access_token=abc', 'https://shop.example/'],
  ['https://shop.example/a?token=abc&size=2', 'https://shop.example/a?token=***&size=2'],
  ['https://shop.example/a?PASSWORD=hunter2', 'https://shop.example/a?PASSWORD=***'],
  ['https://shop.example/a?q=ada@home.test', 'https://shop.example/a?q=***'],
  [`https://shop.example/a?q=${reset}`, 'https://shop.example/a?q=***'],
  [`https://shop.example/a?${reset}`, 'https://shop.example/a?***='],
  [
    'https://shop.example/a?apiKey=1&shipping=2&code=3',
    'https://shop.example/a?apiKey=***&shipping=2&code=***',
  ],
  [`https://shop.example/reset/${reset}/new`, 'https://shop.example/reset/***/new'],
  ['https://shop.example/u/ada@home.test', 'https://shop.example/u/***'],
  ['https://shop.example/j/eyJhbGciOiJIUzI1NiJ9', 'https://shop.example/j/***'],
  [
    'https://shop.example/orders/0f8fad5b-d9cb-469f-a165-70867728950e',
    'https://shop.example/orders/0f8fad5b-d9cb-469f-a165-70867728950e',
  ],
  [
    'https://shop.example/our-best-2026-tents-for-families',
    'https://shop.example/our-best-2026-tents-for-families',
  ],
])('of %s is kept %s', (given, kept) => {
  expect(pageAddress(given)).toBe(kept);
  expect(pageAddress(kept)).toBe(kept);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'about:blank',
  'blob:https://a.test/1',
  '',
  'shop',
])('of %s nothing is', (given) => expect(pageAddress(given)).toBeUndefined());

test('a long one loses its query, then its path', () => {
  const long = 'wood-'.repeat(100);
  const query = Array.from({ length: 9 }, () => `q=${long.slice(0, 99)}`).join('&');
  expect(pageAddress(`https://shop.example/a?${query}`)).toBe('https://shop.example/a');
  expect(pageAddress(`https://shop.example/${long}`)).toBe('https://shop.example');
  expect(pageAddress(`https://shop.example/${long.slice(0, 400)}`)!.length).toBeLessThan(longestPageAddress);
});

test('what led here is told by its origin alone, and only from elsewhere', () => {
  expect(foreignOrigin('https://search.example/?q=tents', 'https://shop.example/')).toBe(
    'https://search.example',
  );
  for (const none of ['https://shop.example/a', '', 'android-app://x.y', 'javascript:alert(1)'])
    expect(foreignOrigin(none, 'https://shop.example/')).toBeUndefined();
});
