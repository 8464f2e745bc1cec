import type { Macro, MacroSteps } from '../../../protocol/macros';
import { fieldsOf, givenMacro } from './macro-form';

const written = (steps: MacroSteps): Macro => ({
  ...{ id: 'm', shortcut: 'a', title: 'A', shared: true, uses: 0, createdAt: '', updatedAt: '' },
  steps,
});

it('keeps every step from the macro to the form and back', () => {
  const rest: MacroSteps = {
    reply: 'Hi',
    note: 'N',
    addLabels: ['a'],
    removeLabels: ['b'],
    priority: 'high',
  };
  const endings: MacroSteps[] = [
    {},
    { assign: { agentId: 'ada' } },
    { assign: { queue: true } },
    { snooze: 'monday' },
    { close: true },
  ];
  for (const ending of endings) {
    const steps = { ...rest, ...ending };
    expect(givenMacro(fieldsOf(written(steps), false))).toEqual({
      ...{ shortcut: 'a', title: 'A', shared: true },
      steps,
    });
  }
});

it('leaves out what is empty', () => {
  expect(givenMacro({ ...fieldsOf(undefined, false), shortcut: 'a', title: 'A', reply: ' ' }).steps).toEqual(
    {},
  );
});
