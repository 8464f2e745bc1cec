// Last week's numbers by mail: on or off, and why none comes.
import { Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WeeklyMail } from '../../protocol/weekly-mail';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { whole } from '../text/time';
import { ownZone } from './use-asked';
import { fixed, t } from '../i18n/translate';

const path = 'analytics/weekly-mail';

export function Weekly() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const { data } = useQuery({ queryKey: [path], queryFn: () => http.get<WeeklyMail>(path) });
  if (!data) return null;
  const change = (wanted: boolean) =>
    act(async () => {
      const next = await http.put<WeeklyMail>(path, { wanted, timeZone: ownZone() });
      queries.setQueryData([path], next);
    });
  return (
    <section aria-label={t('Weekly mail')}>
      <h2>{t('Weekly mail')}</h2>
      <Switch
        label={t("Send me last week's numbers on Monday morning")}
        description={wordsOf(data)}
        checked={data.wanted}
        disabled={busy}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    </section>
  );
}

function wordsOf({ wanted, state, reason, triedAt, whyNot }: WeeklyMail): string {
  if (whyNot) return t('None is sent: {reason}', { reason: fixed(whyNot) });
  if (!wanted) return t('To the address that you sign in with.');
  if (state === 'sent' && triedAt) return t('The last one was sent on {time}.', { time: whole(triedAt) });
  if (state === 'uncertain') return t('It is not known whether the last one arrived.');
  if (reason) return t('The last one did not go: {reason}', { reason: fixed(reason) });
  return t('The first one comes on Monday at 7 in the morning.');
}
