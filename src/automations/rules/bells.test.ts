import { createEventBus } from '../../events';
import { eventually } from '../../tools/eventually';
import { createAutomations, type AutomationsDeps } from './rules';

test('However many customers change at once, one bell is under way and one follows', async () => {
  const events = createEventBus((error) => {
    throw error;
  });
  const rung: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const rule = { activeSince: new Date(), when: { on: 'attribute_changed', attribute: 'plan' } };
  createAutomations({
    events,
    rules: { list: async () => [rule] },
    tellLater: (organizationId: string) => {
      rung.push(organizationId);
      return held;
    },
  } as unknown as AutomationsDeps);
  const change = (organizationId: string) =>
    events.emit('customer', { organizationId, customerId: 'c', shownInRows: true });
  for (let row = 0; row < 100; row += 1) change('ours');
  change('theirs');
  await eventually(() => rung.includes('theirs'));
  release();
  await eventually(() => rung.length > 2);
  change('last');
  await eventually(() => rung.includes('last'));
  events.emit('company', { organizationId: 'theirs', companyId: 'acme' });
  await eventually(() => rung.length > 4);
  expect(rung).toEqual(['ours', 'theirs', 'ours', 'last', 'theirs']);
});
