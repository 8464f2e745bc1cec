// A lock on an open file, kept by the kernel: it holds across containers, and across hosts where the file system carries it.
// Node cannot ask for one, so a program of the system asks for it on our descriptor; the lock stays with whoever has that open.
import { spawnSync } from 'node:child_process';

/** 'unsupported': no program here can ask, or the file system keeps no locks. */
export type FileLock = 'held' | 'busy' | 'unsupported';

const viaPerl = `open(my $file, "+<&=", 3) or exit 2;
exit 0 if flock($file, LOCK_EX | LOCK_NB);
exit($!{EWOULDBLOCK} ? 1 : 2);`;

/** util-linux and BusyBox have the first; macOS has the second. */
const programs: ReadonlyArray<[program: string, flags: string[]]> = [
  ['flock', ['-n', '-x', '3']],
  ['perl', ['-MFcntl=:flock', '-MErrno', '-e', viaPerl]],
];

/** @param fd open for writing. Its lock ends when the last process that has it, or inherited it, is gone. */
export function lockFile(fd: number): FileLock {
  for (const [program, flags] of programs) {
    const { status, error } = spawnSync(program, flags, { stdio: ['ignore', 'ignore', 'ignore', fd] });
    if (error) continue;
    if (status === 0) return 'held';
    if (status === 1) return 'busy';
  }
  return 'unsupported';
}
