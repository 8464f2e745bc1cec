// What names labels, and how it names another one: pure. Each kind is told apart by where in its JSON labels stand.
import type { LabelHolder } from './labels';

/** The labels without `label`, with what it becomes in its place, none twice; the same array where it is not among them. */
export function labelsAfter(
  labels: readonly string[],
  { label, becomes }: { label: string; becomes?: string },
  same: (one: string, other: string) => boolean = (one, other) => one === other,
): readonly string[] {
  if (!labels.some((one) => same(one, label))) return labels;
  const next = labels.flatMap((one) => (same(one, label) ? (becomes ?? []) : one));
  return [...new Set(next)];
}

/** Keys under which labels stand, a text or a list of them, at any depth. */
const keys: Record<Exclude<LabelHolder, 'team'>, readonly string[]> = {
  view: ['label'],
  macro: ['addLabels', 'removeLabels'],
  rule: ['label', 'withoutLabel', 'labels'],
  playbook: ['label'],
  sla: ['label'],
  retention: ['heldLabel'],
};

/** Promises, teams and what is kept take upper and lower case for one; what else names labels does not. */
export const folded = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

interface Found {
  value: unknown;
  named: boolean;
}

/** What is kept, as it names the other label, and whether it named the first. */
export function renamedIn(
  kind: Exclude<LabelHolder, 'team'>,
  kept: unknown,
  move: { label: string; becomes?: string },
): Found {
  const among = kind === 'sla' || kind === 'retention' ? folded : undefined;
  let named = false;
  function visited(value: unknown, key?: string): unknown {
    if (key !== undefined && keys[kind].includes(key)) {
      const isList = Array.isArray(value);
      const labels = (isList ? value : [value]).filter((one) => typeof one === 'string');
      const next = labelsAfter(labels, move, among);
      if (next === labels) return value;
      named = true;
      return isList ? next : next[0];
    }
    if (Array.isArray(value)) return value.map((one) => visited(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visited(one, name)]));
  }
  const value = visited(kept);
  return { value, named };
}
