// Earlier conversations of a customer as lines above those of the one that is open.
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { lines, type Line } from './lines';
import { customerNameOf } from './visitor-name';

/** What was read of one of them at a time, in the order of its log. */
export interface Piece {
  session: Session;
  messages: readonly Message[];
}

export type PastLine =
  | {
      kind: 'past';
      key: string;
      sessionId: string;
      line: Line;
      customer: { id: string; name: string };
    }
  /** Below an earlier conversation: which one stands above. */
  | { kind: 'earlier'; key: string; session: Session };

/** @param pieces the newest first, as one meets them on the way up */
export function pastLines(pieces: readonly Piece[]): PastLine[] {
  const sessions = new Map(pieces.map(({ session }) => [session.id, session]));
  return [...sessions.values()].reverse().flatMap((session) => {
    const own = pieces.filter((piece) => piece.session.id === session.id).reverse();
    return linesOf(
      session,
      own.flatMap(({ messages }) => messages),
    );
  });
}

function linesOf(session: Session, messages: readonly Message[]): PastLine[] {
  const customer = { id: session.customerId, name: customerNameOf(session) };
  const past = lines(messages, [], '').map((line): PastLine => ({
    kind: 'past',
    key: `${session.id} ${line.key}`,
    sessionId: session.id,
    line,
    customer,
  }));
  return [...past, { kind: 'earlier', key: session.id, session }];
}
