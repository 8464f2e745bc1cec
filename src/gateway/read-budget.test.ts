import { eventually } from '../tools/eventually';
import { createReadBudget, pageBytes } from './read-budget';

const limits = { socketBytes: 2 * pageBytes, nodeBytes: 4 * pageBytes, patienceMs: 200 };
const reader = (bytes = 0) => ({ unsent: bytes, unsentBytes: () => bytes });

function held() {
  let release!: () => void;
  const done = new Promise<void>((resolve) => (release = resolve));
  return { work: () => done, release };
}

test('A socket has two pages under way, the node four; the rest waits in order and goes on', async () => {
  const budget = createReadBudget(() => 0, { ...limits, patienceMs: 30_000 });
  const [one, two, three] = [reader(), reader(), reader()];
  const pages = [one, one, one, two, two, three].map((who) => {
    const page = held();
    return { ...page, done: budget.run(who, page.work) };
  });
  await eventually(() => budget.stats().bytes === 4 * pageBytes);
  expect(budget.stats().waiting).toBe(2);
  for (const { release } of pages) release();
  await Promise.all(pages.map(({ done }) => done));
  expect(budget.stats()).toEqual({ bytes: 0, waiting: 0 });
});

test('Who does not take what is written gets no more, and others do', async () => {
  const budget = createReadBudget(() => 0, limits);
  const stuck = reader(2 * pageBytes);
  await expect(budget.run(stuck, () => Promise.resolve('page'))).rejects.toMatchObject({
    code: 'unavailable',
    retryAfter: 2,
  });
  expect(await budget.run(reader(), () => Promise.resolve('page'))).toBe('page');
});

test('What waits for all sockets counts for the node', async () => {
  let unsent = 4 * pageBytes;
  const budget = createReadBudget(() => unsent, { ...limits, patienceMs: 30_000 });
  const page = budget.run(reader(), () => Promise.resolve('page'));
  expect(budget.stats()).toEqual({ bytes: 4 * pageBytes, waiting: 1 });
  unsent = 0;
  expect(await page).toBe('page');
});

test('A page that fails gives its room back', async () => {
  const budget = createReadBudget(() => 0, limits);
  const fail = () => Promise.reject(new Error('down'));
  for (let i = 0; i < 8; i++) await expect(budget.run(reader(), fail)).rejects.toThrow('down');
  expect(budget.stats()).toEqual({ bytes: 0, waiting: 0 });
});
