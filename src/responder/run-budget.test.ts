import { createPassageSearch } from './find-passages';
import { createRunBudget } from './run-budget';
import type { AnswerStore } from './store';

const asker = { organizationId: 'o', session: { id: 's', customerId: 'nobody' } };
const budgetOf = (asksAfar: boolean) =>
  createRunBudget({ take: () => Promise.resolve() }, {} as AnswerStore, {
    lets: ({ customerId }) => Promise.resolve(customerId !== 'nobody'),
    asksAfar,
  });

it('a customer who lets no model read their words has none asked, and words alone looked for where vectors come from afar', async () => {
  const looked: unknown[] = [];
  for (const isAfar of [true, false]) {
    const budget = budgetOf(isAfar);
    expect(await budget.affords({ ...asker, settings: {} })).toBe(false);
    expect(await budget.affords({ organizationId: 'o', settings: {} })).toBe(true);
    const search = createPassageSearch(
      { budget, knowledge: { search: (_, __, { byWords }) => Promise.resolve((looked.push(byWords), [])) } },
      asker,
      { audience: 'public', signal: new AbortController().signal },
    );
    await search('Where is it?');
    const other = { ...asker, session: { id: 's', customerId: 'somebody' } };
    expect(await budget.keepsToWords(other)).toBe(false);
  }
  expect(looked).toEqual([true, false]);
});
