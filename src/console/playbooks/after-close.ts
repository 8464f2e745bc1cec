// Closing is not held up: what was left open is said once it is done.
import { notifications } from '@mantine/notifications';
import pLimit from 'p-limit';
import type { PlaybookRun, SessionPlaybooks } from '../../protocol/playbooks';
import type { Http } from '../data/http';
import { listed } from '../i18n/translate';
import { closedWith } from './run-words';

interface Closed {
  id: string;
  /** Whose, where several were closed. */
  customerName?: string;
}

const atOnce = 4;

/** What cannot be read is not worth a word then: it stands beside the conversation. */
export async function sayWhatIsOpen(http: Http, closed: readonly Closed[]): Promise<void> {
  const runs = await pLimit(atOnce).map(closed, (one) => runsOf(http, one));
  const said = closedWith(runs.flat());
  if (said) notifications.show({ ...said, color: 'yellow', style: { whiteSpace: 'pre-line' } });
}

async function runsOf(http: Http, { id, customerName }: Closed): Promise<PlaybookRun[]> {
  const { runs } = await http
    .get<SessionPlaybooks>(`sessions/${id}/playbooks`)
    .catch((): SessionPlaybooks => ({ offered: [], runs: [] }));
  return customerName === undefined
    ? runs
    : runs.map((run) => ({ ...run, name: listed([customerName, run.name]) }));
}
