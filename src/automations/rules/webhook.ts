// Tells another server that a rule ran: signed, at least once, always under the same id.
import { createHmac } from 'node:crypto';
import { DomainError } from '../../errors';
import type { RuleOutcome } from '../../protocol/automation-rules';
import type { SafeFetch } from '../../tools/safe-fetch';

export interface Call {
  url: string;
  /** Of this call: sent again, it is the same one. */
  id: string;
  body: object;
  secret: string;
}

const timeoutMs = 10_000;
const maxBytes = 10_000;

/** Never rejects. `waiting`: another try may go better. */
export async function callWebhook(
  fetch: SafeFetch,
  { url, id, body, secret }: Call,
): Promise<Omit<RuleOutcome, 'do'>> {
  const text = JSON.stringify(body);
  try {
    const { status, text: read } = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Parley',
        'x-parley-delivery': id,
        'x-parley-signature': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
      },
      body: text,
      timeoutMs,
      maxBytes,
      followsRedirects: false,
    });
    await read().catch(() => '');
    if (status >= 200 && status < 300) return { outcome: 'done' };
    const why = `It answered ${status}.`;
    return { outcome: status >= 500 || status === 429 || status === 408 ? 'waiting' : 'failed', why };
  } catch (error) {
    if (!(error instanceof DomainError)) return { outcome: 'waiting', why: 'The call broke off.' };
    return { outcome: error.code === 'unavailable' ? 'waiting' : 'failed', why: error.message };
  }
}
