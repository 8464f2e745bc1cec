// The answer lab: what comes of an organization's own questions with today's settings, and with others before they hold.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LabRun } from '../../../protocol/answer-tests';
import type { Page } from '../../data/http';
import { useConsole } from '../../context';
import '../../styles/lab.css';
import { Trouble, Waiting } from '../../ui/page-frame';
import { Results } from './results';
import { StartRun } from './start-run';
import { Outcome } from './outcome';
import { Tests } from './tests';
import { t } from '../../i18n/translate';

export const runsKey = 'answers/runs';

export default function Lab() {
  const { user } = useConsole();
  const runs = useRuns();
  const [last] = runs.data?.items ?? [];
  return (
    <section aria-label={t('Answer lab')}>
      <p className="quiet pad">
        {t(
          'Questions with the article that answers them, or that a person must answer. A run asks the AI all of them, as a customer would; nothing of it becomes a conversation.',
        )}
      </p>
      {runs.isError && <Trouble error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Waiting />}
      {runs.data && <StartRun running={last?.status === 'running'} />}
      {last && <Outcome run={last} mayPublish={user.role === 'admin'} />}
      {last && last.asked > 0 && <Results run={last} />}
      <Tests />
    </section>
  );
}

/** The last runs; while one is under way it is looked at again. */
function useRuns() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const runs = useQuery({
    queryKey: [runsKey, 'last'],
    queryFn: () => http.get<Page<LabRun>>(runsKey, { limit: 1 }),
    refetchInterval: ({ state }) => (state.data?.items[0]?.status === 'running' ? 1_000 : false),
  });
  const last = runs.data?.items[0];
  const seen = last && `${last.id} ${last.status}`;
  useEffect(() => {
    if (last?.status === 'done')
      void queries.invalidateQueries({ queryKey: [`${runsKey}/${last.id}/results`] });
  }, [queries, seen, last?.id, last?.status]);
  return runs;
}
