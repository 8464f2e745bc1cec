import type { PlaybookRun, RunStep } from '../../protocol/playbooks';
import { closedWith, progress } from './run-words';

const step = (text: string, state: RunStep['state']): RunStep => ({ id: text, text, state });
const run = (name: string, ...steps: RunStep[]): PlaybookRun => ({
  ...{ id: name, sessionId: 's', name, steps, startedAt: '2026-01-01T00:00:00Z', startedBy: 'Ada' },
});

describe('how far a playbook has come', () => {
  it('is said in steps, skipped ones among them', () => {
    expect(progress(run('A', step('1', 'open'), step('2', 'open')))).toBe('0 of 2 steps');
    expect(progress(run('A', step('1', 'skipped'), step('2', 'open')))).toBe('1 of 2 steps');
    expect(progress(run('A', step('1', 'skipped'), step('2', 'done')))).toBe('All 2 steps');
    expect(progress(run('A', step('1', 'open')))).toBe('0 of 1 step');
  });

  it('is said once a conversation is closed, where anything is open', () => {
    expect(closedWith([])).toBeUndefined();
    expect(closedWith([run('A', step('1', 'done'))])).toBeUndefined();
    expect(closedWith([run('A', step('Ask', 'open'), step('2', 'done'))])).toEqual({
      title: 'Closed with an open step',
      message: 'A: Ask',
    });
    expect(
      closedWith([run('A', step('Ask', 'open'), step('Say', 'open')), run('B', step('Go', 'open'))]),
    ).toEqual({ title: 'Closed with 3 open steps', message: 'A: Ask · Say\nB: Go' });
    const many = Array.from({ length: 7 }, (_, n) => run(`P${n}`, step('Go', 'open')));
    expect(closedWith(many)?.message.split('\n')).toEqual([
      ...['P0: Go', 'P1: Go', 'P2: Go', 'P3: Go', 'P4: Go', '2 more'],
    ]);
  });
});
