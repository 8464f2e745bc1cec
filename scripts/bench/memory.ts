// Memory of one idle customer connection: resident bytes of the server process, after a collection, before and with them.
import { ask, type Program } from './processes';
import { Wire } from './wire';

export async function idleBytes(
  program: Program,
  connections: number,
  connect: () => Promise<Wire>,
): Promise<number> {
  // The first connections pay for code that is loaded once.
  const warm = await many(200, connect);
  const before = await settled(program);
  const wires = await many(connections, connect);
  const after = await settled(program);
  for (const wire of [...warm, ...wires]) wire.close();
  // Of a process that gave memory back meanwhile nothing is known.
  return after > before ? (after - before) / connections : NaN;
}

async function many(count: number, connect: () => Promise<Wire>): Promise<Wire[]> {
  const wires: Wire[] = [];
  for (let start = 0; start < count; start += 50) {
    wires.push(...(await Promise.all(Array.from({ length: Math.min(50, count - start) }, connect))));
  }
  return wires;
}

async function settled(program: Program): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await ask(program, 'memory');
  await new Promise((resolve) => setTimeout(resolve, 500));
  return (await ask<{ memory: number }>(program, 'memory')).memory;
}
