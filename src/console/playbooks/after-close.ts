// Closing is not held up: what was left open is said once it is done.
import { notifications } from '@mantine/notifications';
import type { SessionPlaybooks } from '../../protocol/playbooks';
import type { Http } from '../data/http';
import { closedWith } from './run-words';

/** What cannot be read is not worth a word then: it stands beside the conversation. */
export async function sayWhatIsOpen(http: Http, sessionId: string): Promise<void> {
  const { runs } = await http
    .get<SessionPlaybooks>(`sessions/${sessionId}/playbooks`)
    .catch((): SessionPlaybooks => ({ offered: [], runs: [] }));
  const said = closedWith(runs);
  if (said) notifications.show({ ...said, color: 'yellow', style: { whiteSpace: 'pre-line' } });
}
