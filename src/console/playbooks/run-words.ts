import type { PlaybookRun } from '../../protocol/playbooks';
import { plural, t } from '../i18n/translate';

export const openSteps = ({ steps }: Pick<PlaybookRun, 'steps'>) =>
  steps.filter(({ state }) => state === 'open');

/** "2 of 5 steps", "All 5 steps". */
export function progress(run: Pick<PlaybookRun, 'steps'>): string {
  const all = run.steps.length;
  const left = openSteps(run).length;
  return left === 0
    ? plural(all, { one: 'Its step', other: 'All {count} steps' })
    : plural(all, { one: '{done} of 1 step', other: '{done} of {count} steps' }, { done: all - left });
}

/** Lines that a message has room for. */
const mostLines = 5;

/** What is said when conversations were closed; undefined: nothing is open. */
export function closedWith(runs: readonly PlaybookRun[]): { title: string; message: string } | undefined {
  const left = runs
    .map((run) => ({ name: run.name, open: openSteps(run) }))
    .filter(({ open }) => open.length > 0);
  const count = left.reduce((sum, { open }) => sum + open.length, 0);
  if (count === 0) return undefined;
  const lines = left.map(({ name, open }) => `${name}: ${open.map(({ text }) => text).join(' · ')}`);
  const more = lines.length - mostLines;
  return {
    title: plural(count, { one: 'Closed with an open step', other: 'Closed with {count} open steps' }),
    message: [...lines.slice(0, mostLines), ...(more > 0 ? [t('{more} more', { more })] : [])].join('\n'),
  };
}
