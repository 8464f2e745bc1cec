// Memory for the mails that are under way: so much in all, and so much for one network, so that none takes it from the others.
export interface RoomLimits {
  bytes: number;
  bytesOfOne: number;
}

export type Room = ReturnType<typeof createRoom>;

export function createRoom(limits: RoomLimits) {
  const held = new Map<string, number>();
  let all = 0;
  const of = (network: string) => held.get(network) ?? 0;
  return {
    /** False: there is no room for them now, and none is taken. */
    take(network: string, bytes: number): boolean {
      if (all + bytes > limits.bytes || of(network) + bytes > limits.bytesOfOne) return false;
      all += bytes;
      held.set(network, of(network) + bytes);
      return true;
    },
    give(network: string, bytes: number): void {
      const left = of(network) - bytes;
      all -= bytes;
      if (left > 0) held.set(network, left);
      else held.delete(network);
    },
  };
}
