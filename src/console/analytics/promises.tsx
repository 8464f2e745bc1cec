// What customers were promised: kept and broken, by policy and by what was promised. Nothing where no policy is.
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { SlaReport } from '../../protocol/sla';
import { useConsole } from '../context';
import { csvOf, keepFile } from '../data/csv';
import { Trouble } from '../pages/page-frame';
import { targetWords } from '../sla/words';
import { share } from './ranges';
import type { Asked } from './use-asked';
import { withParts } from '../words/parts';
import { t } from '../words/words';

type Row = { policy: string; target: string; kept: number; missed: number };

function rowsOf({ policies }: SlaReport): Row[] {
  return policies.flatMap(({ policy, targets }) =>
    targets.map(({ target, kept, missed }) => ({ policy, target: targetWords[target], kept, missed })),
  );
}

const shareOf = ({ kept, missed }: Pick<Row, 'kept' | 'missed'>) => share(kept, kept + missed);

export function Promises({ asked }: { asked: Asked }) {
  const { http } = useConsole();
  const { from, to, channelType } = asked;
  const query = { from, to, channelType };
  const found = useQuery({
    queryKey: ['analytics/sla', query],
    queryFn: () => http.get<SlaReport>('analytics/sla', query),
    placeholderData: keepPreviousData,
  });
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  const rows = rowsOf(found.data);
  const narrowed = asked.agentId ?? asked.teamId ?? asked.label ?? asked.language;
  return (
    <section aria-label={t('Promises')}>
      <div className="toolbar">
        <h2>{t('Promises')}</h2>
        {rows.length > 0 && (
          <Button variant="default" onClick={() => toFile(rows, asked)}>
            {t('Export promises')}
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="quiet">
          {withParts(
            t(
              'No promise was kept or broken in these days. What is promised stands in <a>Settings, SLA</a>.',
            ),
            { a: (words) => <Link to="/settings?section=sla">{words}</Link> },
          )}
        </p>
      ) : (
        <>
          <p className="quiet pad">
            {t('{share} kept: {kept} of {all}.', {
              share: shareOf(found.data),
              kept: found.data.kept,
              all: found.data.kept + found.data.missed,
            })}{' '}
            {t('A promise counts on the day (UTC) on which it was kept or broken.')}
            {narrowed &&
              ` ${t('Of all agents, teams, labels and languages: promises are told by channel only.')}`}
          </p>
          <Table rows={rows} />
        </>
      )}
    </section>
  );
}

function Table({ rows }: { rows: Row[] }) {
  return (
    <div className="wide-table" role="region" aria-label={t('Promises by policy')} tabIndex={0}>
      <table className="table by-table">
        <thead>
          <tr>
            <th scope="col">{t('Policy')}</th>
            <th scope="col">{t('Promised')}</th>
            {[t('Kept'), t('Broken'), t('Share kept')].map((word) => (
              <th key={word} scope="col" className="n">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.policy} ${row.target}`}>
              <th scope="row" dir="auto">
                {row.policy}
              </th>
              <td>{row.target}</td>
              <td className="n">{row.kept}</td>
              <td className="n">{row.missed}</td>
              <td className="n">{shareOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function toFile(rows: Row[], { from, to }: Asked): void {
  const lines = rows.map(({ policy, target, kept, missed }) => [
    policy,
    target,
    String(kept),
    String(missed),
  ]);
  keepFile(
    `promises-${from}-${to}.csv`,
    csvOf([[t('Policy'), t('Promised'), t('Kept'), t('Broken')], ...lines]),
  );
}
