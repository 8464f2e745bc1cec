/** Milliseconds of the processor's time that it took: what else the machine does meanwhile is not in it. */
export function cpuTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
