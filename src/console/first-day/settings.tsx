import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FirstDay } from '../../protocol/first-day';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings } from '../settings/use-settings';
import { Steps } from './first-day';
import { t } from '../i18n/translate';

export default function FirstDaySettings() {
  const { http } = useConsole();
  const read = useQuery({
    queryKey: ['first-day'],
    queryFn: () => http.get<FirstDay>('organizations/current/first-day'),
  });
  const kept = useSettings('firstDay');
  const [busy, act] = useAct();
  if (read.error ?? kept.error)
    return (
      <Trouble
        error={read.error ?? kept.error}
        onRetry={() => {
          void read.refetch();
          kept.retry();
        }}
      />
    );
  if (!read.data || !kept.known) return <Waiting />;
  const show = (shown: boolean) =>
    act(async () => {
      await kept.write({ putAway: shown ? undefined : true });
      kept.retry();
    });
  return (
    <div className="first-day in-settings">
      <p className="quiet">
        {t(
          'What it takes to serve customers. Each point is read from what is there: nothing has to be ticked.',
        )}
      </p>
      <Steps steps={read.data.steps} />
      <Switch
        label={t('Show it to admins in the inbox while no conversation is open')}
        checked={kept.value('putAway') !== true}
        disabled={busy}
        onChange={(event) => show(event.currentTarget.checked)}
      />
    </div>
  );
}
