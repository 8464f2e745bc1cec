// What the bench says of a figure that has a limit, and what it counts as memory.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { judged } from '../scripts/bench/limits';
import { memoryOf } from '../scripts/bench/processes';
import { eventually } from '../src/tools/eventually';

it.each([
  [
    { what: 'a search, p99', value: 9.96, limit: 10, unit: 'ms' },
    true,
    'within: a search, p99 10.0 ms (at most 10 ms)',
  ],
  [
    { what: 'a search, p99', value: 10.2, limit: 10, unit: 'ms' },
    false,
    'OVER: a search, p99 10.2 ms (at most 10 ms)',
  ],
  [{ what: 'ratio', value: 2.5, limit: 2.5, least: true }, true, 'within: ratio 2.5 (at least 2.5)'],
  [
    { what: 'ratio', value: 1.84, limit: 2.5, least: true, digits: 2 },
    false,
    'UNDER: ratio 1.84 (at least 2.5)',
  ],
  [
    { what: 'first piece', value: NaN, limit: 30, unit: 'ms' },
    false,
    'OVER: first piece NaN ms (at most 30 ms)',
  ],
  // Beside a program that did nothing everything would be enough.
  [
    { what: 'ratio', value: Infinity, limit: 1.6, least: true },
    false,
    'UNDER: ratio Infinity (at least 1.6)',
  ],
])('%j', (limit, isWithin, line) => expect(judged(limit)).toEqual({ isWithin, line }));

(existsSync('/proc/self/smaps_rollup') ? it : it.skip)(
  'memory is that of a process and of all that came from it',
  async () => {
    // A shell and its cat, which waits for its input.
    const child = spawn('sh', ['-c', 'cat; true'], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      const { resident, proportional } = await eventually(() => {
        const memory = memoryOf(child.pid!);
        return memory.processes === 2 && memory;
      });
      expect(proportional).toBeGreaterThan(0);
      expect(resident).toBeGreaterThan(proportional);
    } finally {
      child.stdin.end();
    }
    expect(memoryOf(0x3fffffff)).toEqual({ resident: 0, proportional: 0, processes: 0 });
  },
);
