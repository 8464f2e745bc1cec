import { allPages } from './all-pages';

/** Pages of two: each cursor is the place of the next item. */
function pagesOf(items: readonly number[]) {
  const asked: Array<string | undefined> = [];
  const read = (cursor: string | undefined) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const to = from + 2;
    return Promise.resolve({
      items: items.slice(from, to),
      nextCursor: to < items.length ? String(to) : null,
    });
  };
  return { read, asked };
}

test('every item comes once, in order', async () => {
  const { read, asked } = pagesOf([1, 2, 3, 4, 5]);
  expect(await allPages(read)).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([undefined, '2', '4']);
});

test('an empty list is one page', async () => {
  const { read, asked } = pagesOf([]);
  expect(await allPages(read)).toEqual([]);
  expect(asked).toEqual([undefined]);
});

test('an empty page is not the end while a cursor goes on', async () => {
  const pages = new Map([
    [undefined, { items: [], nextCursor: 'b' }],
    ['b', { items: [1], nextCursor: null }],
  ]);
  expect(await allPages(async (cursor) => pages.get(cursor as 'b')!)).toEqual([1]);
});

test('a page that fails fails the whole', async () => {
  const read = async (cursor: string | undefined) => {
    if (cursor) throw new Error('gone');
    return { items: [1], nextCursor: 'b' };
  };
  await expect(allPages(read)).rejects.toThrow('gone');
});
