import { mostPages, type Visit } from '../protocol/visits';
import { withNews } from './visits';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString();
const page = (path: string, title?: string) => ({
  page: { url: `https://shop.example${path}`, ...(title !== undefined && { title }) },
});
const browser = { device: 'phone' as const, os: 'Android', browser: 'Chrome 126' };

test('a first word is all that is known', () => {
  const reported = {
    ...page('/a?token=x', 'A'),
    referrer: 'https://search.example/?q=tents',
    timeZone: 'Asia/Tokyo',
  };
  expect(withNews(undefined, { reported, browser }, at(0))).toEqual({
    ...browser,
    pages: [{ url: 'https://shop.example/a?token=***', title: 'A', at: at(0) }],
    referrer: 'https://search.example',
    timeZone: 'Asia/Tokyo',
    updatedAt: at(0),
  });
});

test('the newest page comes first, one that is told again stays, and what is not told again is kept', () => {
  const first = withNews(undefined, { reported: { ...page('/a'), timeZone: 'Asia/Tokyo' }, browser }, at(0));
  const again = withNews(first, { reported: page('/a', 'A'), browser }, at(1));
  const next = withNews(again, { reported: page('/b'), browser: { device: 'computer' } }, at(2));
  expect(next).toEqual({
    device: 'computer',
    timeZone: 'Asia/Tokyo',
    pages: [
      { url: 'https://shop.example/b', at: at(2) },
      { url: 'https://shop.example/a', title: 'A', at: at(0) },
    ],
    updatedAt: at(2),
  });
});

test('a site does not lead to itself, and the trail has an end', () => {
  let visit: Visit | undefined;
  for (let n = 0; n < mostPages + 5; n++)
    visit = withNews(
      visit,
      { reported: { ...page(`/${n}`), referrer: 'https://shop.example/x' }, browser },
      at(n),
    );
  expect(visit!.pages.map(({ url }) => url.slice(21))).toEqual(
    Array.from({ length: mostPages }, (_, n) => String(mostPages + 4 - n)),
  );
  expect(visit).not.toHaveProperty('referrer');
});
