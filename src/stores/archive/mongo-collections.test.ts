import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { dumpCollections } from './mongo-collections';
import { openSpool } from './spool';

interface Doc {
  _id: number;
  sessionId: string;
  seq: number;
}

const message = (_id: number, sessionId: string, seq: number): Doc => ({ _id, sessionId, seq });

/** A collection read as MongoDB reads an index: on from the last key, whatever was committed meanwhile. */
function live(committed: Doc[], meanwhile: (read: Doc) => void) {
  type Key = Array<string | number>;
  const after = (one: Key, other: Key): number => {
    const i = one.findIndex((value, at) => value !== other[at]);
    return i < 0 ? 0 : one[i]! > other[i]! ? 1 : -1;
  };
  return {
    find: () => ({
      async *sort(order: Partial<Record<keyof Doc, 1>>) {
        const keyOf = (doc: Doc): Key => Object.keys(order).map((field) => doc[field as keyof Doc]);
        let last: Key | undefined;
        for (;;) {
          const [next] = committed
            .filter((doc) => !last || after(keyOf(doc), last) > 0)
            .sort((a, b) => after(keyOf(a), keyOf(b)));
          if (!next) return;
          last = keyOf(next);
          yield next;
          meanwhile(next);
        }
      },
    }),
  };
}

test('A log is dumped without a hole, although a message got its _id long before it was committed', async () => {
  const committed = [message(1, 's', 1), message(3, 't', 1), message(5, 'u', 1)];
  // The program chose _id 2 for s/2 early; its commit comes when the dump has read t/1, and s/3 follows.
  const messages = live(committed, ({ sessionId }) => {
    if (sessionId === 't') committed.push(message(2, 's', 2), message(4, 's', 3));
  });
  const none = live([], () => undefined);
  const connection = { collection: (name: string) => (name === 'messages' ? messages : none) };
  const spool = await openSpool(tmpdir());
  try {
    const entries = await dumpCollections(connection as never, spool, async (ids) => new Set(ids));
    expect(entries[0]).toMatchObject({ name: 'mongo/messages.jsonl' });
    const lines = (await text(spool.read('mongo/messages.jsonl'))).trim().split('\n');
    const seqs = lines
      .map((line) => JSON.parse(line) as { sessionId: string; seq: { $numberInt: string } })
      .filter(({ sessionId }) => sessionId === 's')
      .map(({ seq }) => Number(seq.$numberInt));
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(lines).toHaveLength(entries[0]!.rows!);
  } finally {
    await spool.close();
  }
});
