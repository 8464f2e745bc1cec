// How far readers have read: the log marks its messages, the state keeps the watermark.
import type { EventBus } from '../events';
import type { Sessions } from './commands';
import { withRead, type Reader } from './read-watermarks';
import { withReadings, type SessionState } from './session';
import type { SessionStates } from './session-states';
import type { SessionWriter } from './session-writer';
import type { MessageLog } from './store';

interface ReadsDeps {
  log: MessageLog;
  states: Pick<SessionStates, 'peek' | 'catchUp'>;
  writer: SessionWriter;
  events: EventBus;
  now(): number;
}

export function createReads({
  log,
  states,
  writer,
  events,
  now,
}: ReadsDeps): Pick<Sessions, 'markRead' | 'readElsewhere'> {
  /** The watermark at `upTo`, or at the end of what is known. */
  async function readTo(state: SessionState, reader: Reader, upTo: number): Promise<SessionState> {
    const to = Math.min(upTo, state.headSeq);
    const [after] =
      to < state.headSeq ? await log.unread([{ sessionId: state.id, after: to, upTo: state.headSeq }]) : [];
    return withReadings(state, withRead(state.readings, reader, { upTo: to, left: after?.[reader] ?? 0 }));
  }

  return {
    markRead: ({ organizationId, sessionId, upTo, reader }) =>
      writer.patch(organizationId, sessionId, async (state) => {
        if (upTo <= state.readings[reader].readUpTo) return state;
        const at = new Date(now()).toISOString();
        const seqs = await log.markRead({ organizationId, sessionId }, { upTo, reader, at });
        const read = await readTo(state, reader, upTo);
        // What was read beyond the end that this node knew carries its mark.
        const session = upTo > state.headSeq ? await states.catchUp(read) : read;
        if (seqs.length > 0) {
          const changes = seqs.map(({ id, seq }) => ({ id, seq, isRead: true, readAt: at }));
          events.emit('messageChanged', { session, changes, reader });
        }
        return session;
      }),

    async readElsewhere({ sessionId, reader, seqs }) {
      const known = states.peek(sessionId);
      const upTo = Math.max(0, ...seqs);
      if (!known || upTo <= known.readings[reader].readUpTo) return;
      await writer.patch(known.organizationId, sessionId, (state) => readTo(state, reader, upTo));
    },
  };
}
