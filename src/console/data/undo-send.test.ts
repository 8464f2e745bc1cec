import { createUndoSend } from './undo-send';
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
  const undoSend = createUndoSend({
    all: () => outbox,
    keep: (pending) => {
      outbox = outbox.map((one) => (one.clientMessageId === pending.clientMessageId ? pending : one));
    },
    drop: (id) => void (outbox = outbox.filter(({ clientMessageId }) => clientMessageId !== id)),
    isGone: (id) => elsewhere.has(id),
  });
  const gone: string[] = [];
  for (const pending of outbox)
    void undoSend.end(pending).then((sent) => gone.push(sent ? sent.clientMessageId : 'nothing'));
  const [first, second] = outbox as [Pending, Pending];
  return { undoSend, gone, first, second, outbox: () => outbox };
}

const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a reply that can be taken back', () => {
  it('goes out when its time has come, and not before', async () => {
    const { gone, undoSend, first } = heldFor(5);
    await after(4_999);
    expect(gone).toEqual([]);
    await after(1);
    expect(gone).toEqual(['first', 'second']);
    expect(undoSend.takeBack(first)).toBe(false);
  });

  it('does not go out once it was taken back', async () => {
    const { undoSend, gone, first, outbox } = heldFor(5);
    await after(4_000);
    expect(undoSend.takeBack(first)).toBe(true);
    await after(60_000);
    expect(gone).toEqual(['nothing', 'second']);
    expect(outbox()).toHaveLength(1);
  });

  it('goes out at once where it is let go, and nowhere else', async () => {
    const { undoSend, gone, outbox } = heldFor(5);
    await after(0);
    undoSend.letAllGo('s');
    await after(0);
    expect(gone).toEqual(['first']);
    expect(outbox().map(({ until }) => until === undefined)).toEqual([true, false]);
    undoSend.letAllGo();
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
    const chosen = (kept: string | null) => undoChoice({ getItem: () => kept }, 'me');
    expect(undoSeconds(chosen(null), true)).toBe(5);
    expect(undoSeconds(chosen(null), false)).toBe(0);
    expect(undoSeconds(chosen('10'), false)).toBe(10);
    expect(undoSeconds(chosen('0'), true)).toBe(0);
    expect(undoSeconds(chosen('soon'), false)).toBe(0);
  });
});
