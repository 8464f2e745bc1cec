// What became of the replies that were suggested to agents.
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CopilotReport } from '../../protocol/copilot';
import { useConsole } from '../context';
import { Trouble, Waiting } from '../ui/page-frame';
import { numeral, t } from '../i18n/translate';

const ranges = [
  { value: '7', label: t('Last 7 days') },
  { value: '30', label: t('Last 30 days') },
  { value: '90', label: t('Last 90 days') },
  { value: '365', label: t('Last year') },
];

export default function Copilot() {
  const { http } = useConsole();
  const [days, setDays] = useState('30');
  const report = useQuery({
    queryKey: ['answers/suggested-replies', days],
    queryFn: () => http.get<CopilotReport>('answers/suggested-replies', { days }),
  });
  return (
    <section aria-labelledby="copilot-report">
      <h2 id="copilot-report">{t('Suggested replies')}</h2>
      <div className="toolbar">
        <Select
          label={t('Range of the suggestions')}
          data={ranges}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? '30')}
        />
      </div>
      {report.isError && <Trouble error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Waiting />}
      {report.data && <Figures report={report.data} />}
    </section>
  );
}

function Figures({ report: { suggested, asIs, edited, dismissed } }: { report: CopilotReport }) {
  if (suggested === 0)
    return <p className="quiet pad">{t('No reply was suggested to an agent in these days.')}</p>;
  const open = Math.max(0, suggested - asIs - edited - dismissed);
  const share = (count: number) => `${numeral(count)} (${Math.round((100 * count) / suggested)} %)`;
  return (
    <dl className="numbers">
      <Figure name={t('Suggested')} value={numeral(suggested)} />
      <Figure name={t('Sent as they were')} value={share(asIs)} />
      <Figure name={t('Sent after a change')} value={share(edited)} />
      <Figure name={t('Dismissed')} value={share(dismissed)} />
      <Figure name={t('Neither sent nor dismissed')} value={share(open)} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="number">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
