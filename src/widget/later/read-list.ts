import type { Session } from '../../protocol/model/session';
import { apiUrl } from '../server-url';

/** The visitor's conversations. */
export async function readList(token: string | undefined): Promise<Session[] | 'failed'> {
  const answer = await fetch(apiUrl('widget/sessions?limit=50'), {
    headers: { Authorization: `Bearer ${token}` },
  }).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as { items: Session[] }).items : 'failed';
}
