import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { PlaybookRun } from '../../protocol/playbooks';
import { useConsole, useInbox } from '../context';
import { fail } from '../hooks';
import type { Choice } from '../shell/choice';
import { openSteps } from './run-words';
import { usePlaybooks } from './use-playbooks';
import { plural, t } from '../i18n/translate';

/** In a conversation that is open: each by its name, once something was typed. */
export function usePlaybookChoices(byName: boolean): Choice[] {
  const { http, agent } = useConsole();
  const cache = useQueryClient();
  const { sessionId = '' } = useParams();
  const status = useInbox((state) => state.sessions[sessionId]?.status);
  const on = agent !== undefined && status !== undefined && status !== 'closed' && byName;
  const all = usePlaybooks(on);
  async function start(playbookId: string): Promise<void> {
    const run = await http.post<PlaybookRun>(`sessions/${sessionId}/playbook-runs`, { playbookId });
    await cache.invalidateQueries({ queryKey: ['session-playbooks', sessionId] });
    const left = openSteps(run).length;
    notifications.show({
      title: run.name,
      message: plural(left, {
        one: '1 step is open, beside the conversation. P leads there.',
        other: '{count} steps are open, beside the conversation. P leads there.',
      }),
    });
  }
  if (!on) return [];
  return all
    .filter(({ isActive }) => isActive)
    .map(({ id, name }) => ({
      key: id,
      label: t('Start playbook {name}', { name }),
      icon: 'checks',
      run: () => void start(id).catch(fail),
    }));
}
