// Numbers of conversations: how many, how they ended, how long it took, how they were rated, beside the time before.
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { FiguresReport } from '../../protocol/figures';
import { useConsole } from '../context';
import { csvOf, keepFile } from '../data/csv';
import Copilot from './copilot-report';
import NotFound from '../shell/not-found';
import { PageFrame, Trouble, Waiting } from '../ui/page-frame';
import '../styles/analytics.css';
import { Breakdowns } from './breakdowns';
import { Charts } from './charts';
import { pieceTable } from './figure-words';
import { Filters } from './filters';
import { InsightsLink } from './insights-link';
import { SlaKept } from './sla-figures';
import { Load } from './load';
import { bucketFor } from './ranges';
import { Ratings } from './ratings';
import { Tiles } from './tiles';
import { Weekly } from './weekly';
import { useAsked, type Open } from './use-asked';
import { t } from '../i18n/translate';

const Insights = lazy(() => import('./insights'));
const Wall = lazy(() => import('./wall'));
const Behind = lazy(() => import('./behind'));

export default function Analytics() {
  const page = useParams()['*'];
  if (page === 'insights')
    return (
      <Suspense fallback={<main className="page" aria-busy="true" />}>
        <Insights />
      </Suspense>
    );
  if (page === 'wall')
    return (
      <Suspense fallback={<div className="wall" aria-busy="true" />}>
        <Wall />
      </Suspense>
    );
  return page ? <NotFound /> : <Report />;
}

/** The agent who is asked for may have answered in what others have. */
const isEmpty = ({ totals: { conversations, firstResponse, nextResponse } }: FiguresReport) =>
  conversations + firstResponse.count + nextResponse.count === 0;

function Report() {
  const { http } = useConsole();
  const { asked, choice, set } = useAsked();
  const [open, setOpen] = useState<Open>();
  const bucket = bucketFor(asked);
  const report = useQuery({
    queryKey: ['analytics/figures', asked, bucket],
    queryFn: () => http.get<FiguresReport>('analytics/figures', { ...asked, bucket }),
    placeholderData: keepPreviousData,
  });
  const data = report.data;
  const toFile = () =>
    data && keepFile(`conversations-${asked.from}-${asked.to}.csv`, csvOf(pieceTable(data.buckets, bucket)));
  return (
    <PageFrame
      title={t('Analytics')}
      beside={
        <>
          <InsightsLink />
          <Button component={Link} to="/analytics/wall" variant="default">
            {t('Live wall')}
          </Button>
          <Button variant="default" disabled={!data} onClick={toFile}>
            {t('Export as CSV')}
          </Button>
        </>
      }
    >
      <Filters asked={asked} choice={choice} set={set} />
      {report.isError && <Trouble error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Waiting />}
      {data && (
        <>
          <Tiles report={data} onOpen={setOpen} />
          {isEmpty(data) ? (
            <p className="quiet pad">{t('No conversation began in these days.')}</p>
          ) : (
            <>
              <Charts buckets={data.buckets} bucket={bucket} onOpen={setOpen} />
              <Breakdowns asked={asked} onOpen={setOpen} />
              <Load asked={asked} onOpen={setOpen} />
              <Ratings asked={asked} onOpen={setOpen} />
            </>
          )}
        </>
      )}
      <SlaKept asked={asked} onOpen={setOpen} />
      <Copilot />
      <Weekly />
      <Suspense>{open && <Behind asked={asked} open={open} onClose={() => setOpen(undefined)} />}</Suspense>
    </PageFrame>
  );
}
