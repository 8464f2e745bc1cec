// What happens later or again: what waits, what failed and why, and a way to try it now or to give it up.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Job, JobCounts, JobState } from '../../../protocol/jobs';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
import { Icon, type IconName } from '../../icons';
import { ago, whole } from '../../text/time';
import { fixed, midSentence, numeral, t } from '../../i18n/translate';
import { ChoiceRow } from '../../ui/choice-row';
import { Listing, More, Trouble, Waiting } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { elsewhereOf, jobWords, runsIn } from './job-words';
import '../../styles/jobs.css';

const states: Record<JobState, { word: string; icon: IconName; className: string }> = {
  running: { word: t('Running'), icon: 'clock', className: 'works' },
  failed: { word: t('Failed'), icon: 'alert', className: 'failed' },
  retrying: { word: t('Tried again'), icon: 'alert', className: 'warns' },
  waiting: { word: t('Waiting'), icon: 'clock', className: 'quiet' },
  planned: { word: t('Planned'), icon: 'clock', className: 'quiet' },
};
const order: JobState[] = ['failed', 'retrying', 'running', 'waiting', 'planned'];
const lookMs = 10_000;

export default function Jobs({ mayWrite }: { mayWrite: boolean }) {
  const { http } = useConsole();
  const counts = useQuery({
    queryKey: ['jobs', 'counts'],
    queryFn: () => http.get<JobCounts>('jobs/counts'),
    refetchInterval: lookMs,
  });
  return (
    <>
      <p className="quiet settings-words">
        {t(
          'What Parley does later or again by itself. What fails is tried ten times, with growing pauses, for some six hours; after that it stands here for a day.',
        )}
      </p>
      {counts.error && <Trouble error={counts.error} onRetry={() => void counts.refetch()} />}
      {counts.isPending && <Waiting />}
      {counts.data && <Counted counts={counts.data} mayWrite={mayWrite} />}
    </>
  );
}

function Counted({ counts, mayWrite }: { counts: JobCounts; mayWrite: boolean }) {
  const [state, setState] = useState('');
  const pages = usePages<Job>('jobs', { state: state || undefined });
  const all = order.reduce((sum, one) => sum + counts.jobs[one], 0);
  return (
    <>
      <ChoiceRow
        className="job-states"
        aria-label={t('State')}
        value={state}
        onChange={setState}
        data={[
          { value: '', label: `${t('All')} ${numeral(all)}` },
          ...order.map((one) => ({ value: one, label: `${states[one].word} ${numeral(counts.jobs[one])}` })),
        ]}
      />
      <Listing
        pages={pages}
        empty={state ? t('None is so at the moment.') : t('Nothing waits, and nothing has failed.')}
      >
        {pages.items.map((job) => (
          <JobItem key={job.id} job={job} mayWrite={mayWrite} />
        ))}
      </Listing>
      <More pages={pages} />
      <section className="job-elsewhere">
        <h3>{t('With tries of their own')}</h3>
        <ul className="cards">
          {elsewhereOf(counts).map(({ what, count, wrong, to, where }) => (
            <li key={what}>
              <span className={wrong ? 'event-state warns' : 'event-state quiet'}>
                <Icon name={wrong ? 'alert' : 'check'} size={16} />
              </span>
              <span className="main">
                <strong>{what}</strong> <span className="quiet">{count}</span>
              </span>
              <Button size="compact-sm" variant="default" component={Link} to={to}>
                {where}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function JobItem({ job, mayWrite }: { job: Job; mayWrite: boolean }) {
  const now = useNow(10_000);
  const { word, icon, className } = states[job.state];
  return (
    <li>
      <span className={`event-state ${className}`}>
        <Icon name={icon} size={16} /> <span>{word}</span>
      </span>
      <span className="main">
        <strong>{jobWords(job.name)}</strong>{' '}
        {job.sessionId && <Link to={`/inbox/${job.sessionId}?tab=all`}>{t('The conversation')}</Link>}{' '}
        {job.ofServer && <span className="quiet">{t('of the whole server')}</span>}
      </span>
      {job.attempts > 0 && (
        <span className="quiet">
          {t('try {attempts} of {most}', { attempts: job.attempts, most: job.maxAttempts })}
        </span>
      )}
      <time className="quiet" dateTime={job.runAt} title={whole(job.runAt)}>
        {job.state === 'planned' || job.state === 'retrying'
          ? runsIn(Date.parse(job.runAt) - now)
          : ago(job.runAt, now)}
      </time>
      {mayWrite && job.state !== 'running' && <JobButtons job={job} />}
      {job.lastError && (
        <p className={`event-error ${className}`} dir="auto">
          {fixed(job.lastError)}
        </p>
      )}
    </li>
  );
}

function JobButtons({ job: { id, name, state } }: { job: Job }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const does = (work: () => Promise<unknown>) =>
    act(async () => {
      try {
        await work();
      } finally {
        await queries.invalidateQueries({ queryKey: ['jobs'] });
      }
    });
  const which = midSentence(jobWords(name));
  return (
    <>
      {state !== 'waiting' && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          aria-label={t('Retry now: {job}', { job: which })}
          onClick={() => does(() => http.post(`jobs/${id}/retry`))}
        >
          {t('Retry now')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        title={t('It is not tried again. Where what it was to do is still due, Parley may ask for it anew.')}
        aria-label={t('Give up: {job}', { job: which })}
        onClick={() => does(() => http.remove(`jobs/${id}`))}
      >
        {t('Give up')}
      </Button>
    </>
  );
}
