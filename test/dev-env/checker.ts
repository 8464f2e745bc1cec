// Compares what clients were told with what the log holds: I1 lost, I2 doubled, I3 order, I4 foreign.
import type { Message } from '../../src/protocol/model/message';

/** What one customer's client did and saw, written down by the client itself. */
export interface History {
  client: string;
  /** The sessions that the server named to the client as its own. */
  named: Set<string>;
  /** The sessions of this customer, as the organization's side lists them, whether or not the client heard of them. */
  sessionIds: Set<string>;
  sent: Array<{ clientMessageId: string; outcome: 'ok' | 'failed' | 'unknown' }>;
  /** The client's list as a person would see it at the end, after a last sync, in the order shown. */
  shown: Message[];
}

export interface Violation {
  kind: 'lost' | 'doubled' | 'order' | 'foreign';
  client: string;
  detail: string;
}

/** @param logs every session's whole log, in the order the server gave it. */
export function check(
  histories: readonly History[],
  logs: ReadonlyMap<string, readonly Message[]>,
): Violation[] {
  return [
    ...[...logs].flatMap(([sessionId, log]) => checkLog(sessionId, log)),
    ...histories.flatMap((history) => checkClient(history, logs)),
  ];
}

function checkLog(sessionId: string, log: readonly Message[]): Violation[] {
  const found: Violation[] = [];
  const client = `log of ${sessionId}`;
  const ids = new Set<string>();
  log.forEach((message, index) => {
    if (message.seq !== index + 1)
      found.push({ kind: 'order', client, detail: `seq ${message.seq} at place ${index + 1}` });
    const id = message.metadata.clientMessageId;
    if (id === undefined) return;
    if (ids.has(id)) found.push({ kind: 'doubled', client, detail: `clientMessageId ${id}` });
    ids.add(id);
  });
  return found;
}

function checkClient(history: History, logs: ReadonlyMap<string, readonly Message[]>): Violation[] {
  const { client, named, sessionIds, sent, shown } = history;
  const found: Violation[] = [];
  for (const id of named) {
    if (!sessionIds.has(id)) found.push({ kind: 'foreign', client, detail: `session ${id}` });
  }
  const own = [...sessionIds].flatMap((id) => logs.get(id) ?? []);
  const inLog = new Set(own.map((message) => message.metadata.clientMessageId));
  for (const { clientMessageId, outcome } of sent) {
    if (outcome === 'ok' && !inLog.has(clientMessageId)) {
      found.push({ kind: 'lost', client, detail: `acked ${clientMessageId} is not in the log` });
    }
  }
  const ids = new Set<string>();
  for (const { metadata } of own) {
    const id = metadata.clientMessageId;
    if (id !== undefined && ids.has(id))
      found.push({ kind: 'doubled', client, detail: `${id} in two places` });
    if (id !== undefined) ids.add(id);
  }
  const shownIds = new Set<string>();
  for (const message of shown) {
    if (!sessionIds.has(message.sessionId))
      found.push({ kind: 'foreign', client, detail: `message ${message.id}` });
    if (shownIds.has(message.id))
      found.push({ kind: 'doubled', client, detail: `message ${message.id} shown twice` });
    shownIds.add(message.id);
    const place = logs.get(message.sessionId)?.[message.seq - 1];
    if (place && place.id !== message.id)
      found.push({
        kind: 'order',
        client,
        detail: `message ${message.id} shown as seq ${message.seq}, which is another`,
      });
  }
  for (const message of own.filter(isForCustomer)) {
    if (!shownIds.has(message.id))
      found.push({ kind: 'lost', client, detail: `seq ${message.seq} was never shown` });
  }
  for (let i = 1; i < shown.length; i += 1) {
    const [before, after] = [shown[i - 1]!, shown[i]!];
    if (before.sessionId === after.sessionId && before.seq >= after.seq) {
      found.push({ kind: 'order', client, detail: `seq ${before.seq} shown before ${after.seq}` });
    }
  }
  return found;
}

function isForCustomer(message: Message): boolean {
  return message.type !== 'note' && !['labeled', 'prioritized'].includes(message.content.systemAction ?? '');
}
