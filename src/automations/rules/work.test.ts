import { createWork, type WorkDeps } from './work';

/** One turn in a session where these rules are due, in this order; what their runs were settled as. */
async function turn(due: Array<{ id: string; then: unknown }>) {
  const settled: Array<[ruleId: string, status: string]> = [];
  const waiting = due.map(({ id }) => ({
    id,
    ruleId: id,
    sessionId: 's',
    on: 'never',
    tries: 1,
    outcomes: [],
  }));
  const work = createWork({
    active: async () => [],
    rules: { get: async (_: string, id: string) => ({ when: {}, ...due.find((one) => one.id === id) }) },
    runs: {
      take: async () => waiting.shift(),
      get: async () => undefined,
      settle: async (_: string, id: string, { status }: { status: string }) =>
        void settled.push([id, status]),
    },
    workLater: () => undefined,
    now: () => 0,
  } as unknown as WorkDeps);
  return { ends: await work('o', 's').catch((error: unknown) => error), settled };
}

test('What fails in an unforeseen way holds up no other that is due in the same turn, and the turn says so', async () => {
  const { ends, settled } = await turn([
    { id: 'broken', then: null },
    { id: 'other', then: [] },
  ]);
  expect(settled).toEqual([
    ['broken', 'pending'],
    ['other', 'done'],
  ]);
  expect(ends).toBeInstanceOf(TypeError);
});

test('Of several that fail the turn says all', async () => {
  const { ends } = await turn(['one', 'two'].map((id) => ({ id, then: null })));
  expect((ends as AggregateError).errors).toHaveLength(2);
});
