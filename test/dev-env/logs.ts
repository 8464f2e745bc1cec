// What the server's logs hold, asked by customer: a session that the customer's client never heard of is in it.
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import type { CustomerClient } from './customer-client';

export interface Asking {
  url: string;
  /** Of someone who may see every session. */
  token: string;
}

/** The whole log of every session of these customers, in the order the server gives it; each history learns which are its own. */
export async function logsOf(
  asking: Asking,
  clients: readonly CustomerClient[],
): Promise<Map<string, Message[]>> {
  const logs = new Map<string, Message[]>();
  for (const { customerId, history } of clients) {
    for (const sessionId of await sessionsOf(asking, customerId!)) {
      history.sessionIds.add(sessionId);
      logs.set(sessionId, await wholeLog(asking, sessionId));
    }
  }
  return logs;
}

async function sessionsOf(asking: Asking, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: Session[]; nextCursor: string | null } = await get(
      asking,
      `sessions?customerId=${customerId}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

async function wholeLog(asking: Asking, sessionId: string): Promise<Message[]> {
  const log: Message[] = [];
  for (;;) {
    const after = log.at(-1)?.seq ?? 0;
    const { items } = await get<{ items: Message[] }>(
      asking,
      `sessions/${sessionId}/messages?after=${after}&limit=200`,
    );
    if (items.length === 0) return log;
    log.push(...items);
  }
}

async function get<T>({ url, token }: Asking, path: string): Promise<T> {
  const response = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
