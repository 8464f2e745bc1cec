import { createHolding } from './holding';
import type { Pending } from './outbox';
import { undoChoice, undoSeconds } from './undo';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function heldFor(seconds: number, elsewhere = new Set<string>()) {
  let outbox: Pending[] = ['first', 'second'].map((clientMessageId) => ({
    clientMessageId,
    sessionId: clientMessageId === 'first' ? 's' : 't',
    text: clientMessageId,
    note: false,
    at: '2026-01-01T00:00:00.000Z',
    state: 'sending',
    until: Date.now() + seconds * 1_000,
  }));
  const holding = createHolding({
    all: () => outbox,
    keep: (pending) => {
      outbox = outbox.map((one) => (one.clientMessageId === pending.clientMessageId ? pending : one));
    },
    drop: (id) => void (outbox = outbox.filter(({ clientMessageId }) => clientMessageId !== id)),
    isGone: (id) => elsewhere.has(id),
  });
  const gone: string[] = [];
  for (const pending of outbox)
    void holding.end(pending).then((sent) => gone.push(sent ? sent.clientMessageId : 'nothing'));
  const [first, second] = outbox as [Pending, Pending];
  return { holding, gone, first, second, outbox: () => outbox };
}

const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a reply that can be taken back', () => {
  it('goes out when its time has come, and not before', async () => {
    const { gone, holding, first } = heldFor(5);
    await after(4_999);
    expect(gone).toEqual([]);
    await after(1);
    expect(gone).toEqual(['first', 'second']);
    expect(holding.takeBack(first)).toBe(false);
  });

  it('does not go out once it was taken back', async () => {
    const { holding, gone, first, outbox } = heldFor(5);
    await after(4_000);
    expect(holding.takeBack(first)).toBe(true);
    await after(60_000);
    expect(gone).toEqual(['nothing', 'second']);
    expect(outbox()).toHaveLength(1);
  });

  it('goes out at once where it is let go, and nowhere else', async () => {
    const { holding, gone, outbox } = heldFor(5);
    await after(0);
    holding.letAllGo('s');
    await after(0);
    expect(gone).toEqual(['first']);
    expect(outbox().map(({ until }) => until === undefined)).toEqual([true, false]);
    holding.letAllGo();
    await after(0);
    expect(gone).toEqual(['first', 'second']);
  });

  it('waits no longer than ten seconds, whatever the clock says', async () => {
    const { gone } = heldFor(3_600);
    await after(10_000);
    expect(gone).toEqual(['first', 'second']);
  });

  it('is left to the tab that it came from when that one sent it or took it back', async () => {
    const { gone, outbox } = heldFor(5, new Set(['first']));
    await after(5_000);
    expect(gone).toEqual(['nothing', 'second']);
    expect(outbox()).toHaveLength(1);
  });

  it('is kept for five seconds in a mail until its author chooses, and for no time in a chat', () => {
    const holding = (kept: string | null) => undoChoice({ getItem: () => kept }, 'me');
    expect(undoSeconds(holding(null), true)).toBe(5);
    expect(undoSeconds(holding(null), false)).toBe(0);
    expect(undoSeconds(holding('10'), false)).toBe(10);
    expect(undoSeconds(holding('0'), true)).toBe(0);
    expect(undoSeconds(holding('soon'), false)).toBe(0);
  });
});
