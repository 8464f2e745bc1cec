import { labelsAfter, renamedIn } from './named-labels';

const move = { label: 'old', becomes: 'new' };

it('puts the other label in its place, once', () => {
  expect(labelsAfter(['a', 'old', 'b'], move)).toEqual(['a', 'new', 'b']);
  expect(labelsAfter(['new', 'old'], move)).toEqual(['new']);
  expect(labelsAfter(['a', 'old'], { label: 'old' })).toEqual(['a']);
  const others = ['a', 'Old'];
  expect(labelsAfter(others, move)).toBe(others);
});

it('finds labels wherever each kind names them, and nothing else', () => {
  const rule = {
    when: { on: 'label_added', label: 'old' },
    if: { label: ['x', 'old'], withoutLabel: ['old'], textContains: ['old'] },
    then: [
      { do: 'add_labels', labels: ['old', 'new'] },
      { do: 'note', text: 'old' },
    ],
  };
  expect(renamedIn('rule', rule, move)).toEqual({
    named: true,
    value: {
      when: { on: 'label_added', label: 'new' },
      if: { label: ['x', 'new'], withoutLabel: ['new'], textContains: ['old'] },
      then: [
        { do: 'add_labels', labels: ['new'] },
        { do: 'note', text: 'old' },
      ],
    },
  });
  expect(renamedIn('macro', { reply: 'old', addLabels: ['old'], removeLabels: ['b'] }, move)).toEqual({
    named: true,
    value: { reply: 'old', addLabels: ['new'], removeLabels: ['b'] },
  });
  expect(renamedIn('view', { label: ['b'], language: ['old'] }, move).named).toBe(false);
});

it('promises take upper and lower case for one', () => {
  const policies = [{ name: 'old', when: { label: ['OLD'] } }];
  expect(renamedIn('sla', policies, move)).toEqual({
    named: true,
    value: [{ name: 'old', when: { label: ['new'] } }],
  });
  expect(renamedIn('playbook', { when: { label: ['OLD'] } }, move).named).toBe(false);
});

it('finds the label that keeps conversations from being deleted, in upper or lower case', () => {
  expect(renamedIn('retention', { conversations: 30, heldLabel: 'Old' }, move)).toEqual({
    named: true,
    value: { conversations: 30, heldLabel: 'new' },
  });
  expect(renamedIn('retention', { heldLabel: null }, move).named).toBe(false);
});
