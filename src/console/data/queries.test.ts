import { QueryObserver } from '@tanstack/react-query';
import { createQueries } from './queries';

it('keeps what is on the screen and what was shown last, and not all that an agent ever opened', async () => {
  const queries = createQueries();
  const shown = new QueryObserver(queries, { queryKey: ['shown'], queryFn: () => 'here' }).subscribe(
    () => {},
  );
  for (let n = 0; n < 400; n += 1) {
    await queries.prefetchQuery({ queryKey: ['customer', n], queryFn: () => n });
    new QueryObserver(queries, { queryKey: ['customer', n], enabled: false }).subscribe(() => {})();
  }
  expect(queries.getQueryCache().getAll()).toHaveLength(301);
  expect(queries.getQueryData(['shown'])).toBe('here');
  expect(queries.getQueryData(['customer', 399])).toBe(399);
  expect(queries.getQueryData(['customer', 0])).toBeUndefined();
  shown();
  queries.clear();
});
