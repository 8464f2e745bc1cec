// socket.io's Redis adapter, made to survive Redis: what cannot be published is dropped, and found again by heartbeat and sync.
import { createAdapter } from '@socket.io/redis-adapter';

/** What the adapter uses of an ioredis connection. */
export interface RedisConnection {
  readonly status: string;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
  publish(channel: string, message: string | Buffer): Promise<unknown>;
  subscribe(...channels: string[]): Promise<unknown>;
  psubscribe(...patterns: string[]): Promise<unknown>;
  unsubscribe(...channels: string[]): Promise<unknown>;
  punsubscribe(...patterns: string[]): Promise<unknown>;
}

export function createQuietAdapter(
  publisher: RedisConnection,
  subscriber: RedisConnection,
  onError: (error: unknown) => void,
) {
  const quiet = (given: string | string[], call: (...names: string[]) => Promise<unknown>) =>
    void call(...[given].flat()).catch(onError);
  return createAdapter(
    {
      on: publisher.on.bind(publisher),
      off: publisher.off.bind(publisher),
      publish(channel: string, message: string | Buffer) {
        if (publisher.status === 'ready') publisher.publish(channel, message).catch(onError);
      },
    },
    {
      on: subscriber.on.bind(subscriber),
      off: subscriber.off.bind(subscriber),
      subscribe: (names: string | string[]) => quiet(names, subscriber.subscribe.bind(subscriber)),
      psubscribe: (names: string | string[]) => quiet(names, subscriber.psubscribe.bind(subscriber)),
      unsubscribe: (names: string | string[]) => quiet(names, subscriber.unsubscribe.bind(subscriber)),
      punsubscribe: (names: string | string[]) => quiet(names, subscriber.punsubscribe.bind(subscriber)),
    },
  );
}
