// Knowledge from files, pages and sitemaps: what to take in, how far it is, and what was left out and why.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { KnowledgeImport, KnowledgeImportDetails } from '../../protocol/knowledge-imports';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { short, whole } from '../text/time';
import { useNow } from '../hooks';
import { useSaving } from '../ui/form';
import { ImportForm } from './import-form';
import { Listing, More, PageFrame, Trouble, Waiting } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import '../styles/imports.css';
import { fixed, listed, t } from '../i18n/translate';

/** How often the progress of what is under way is looked at, and what waits for its next try. */
const lookEveryMs = 1_500;
const lookForTriesEveryMs = 20_000;

export default function Imports() {
  const { user } = useConsole();
  const mayWrite = user.role !== 'agent';
  const queries = useQueryClient();
  const pages = usePages<KnowledgeImport>('knowledge/imports');
  const open = pages.items.filter(({ status }) => status === 'waiting' || status === 'running');
  const isUnderWay = open.some(({ nextAt }) => nextAt === undefined);
  const lookEvery = isUnderWay ? lookEveryMs : lookForTriesEveryMs;
  const isOpen = open.length > 0;
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      for (const key of ['knowledge/imports', 'knowledge/articles', 'knowledge/status'])
        void queries.invalidateQueries({ queryKey: [key] });
    }, lookEvery);
    return () => clearInterval(timer);
  }, [isOpen, lookEvery, queries]);
  return (
    <PageFrame
      title={t('Import')}
      beside={
        <Button variant="default" component={Link} to="/knowledge">
          {t('Knowledge')}
        </Button>
      }
    >
      {mayWrite && <ImportForm />}
      <section>
        <h2>{t('Imports')}</h2>
        <Listing pages={pages} empty={t('Nothing has been imported yet.')}>
          {pages.items.map((one) => (
            <Entry key={one.id} one={one} mayWrite={mayWrite} />
          ))}
        </Listing>
        <More pages={pages} />
      </section>
    </PageFrame>
  );
}

const states = {
  waiting: { icon: 'clock', tone: 'waiting', text: t('Waiting') },
  running: { icon: 'clock', tone: 'waiting', text: t('Under way') },
  done: { icon: 'check', tone: 'agent', text: t('Done') },
  cancelled: { icon: 'close', tone: 'closed', text: t('Cancelled') },
  failed: { icon: 'alert', tone: 'failed', text: t('Failed') },
  nothing: { icon: 'alert', tone: 'failed', text: t('Nothing taken in') },
} as const;

const stateOf = ({ status, counts: { total, created, changed, unchanged } }: KnowledgeImport) =>
  states[status === 'done' && total > 0 && created + changed + unchanged === 0 ? 'nothing' : status];

function Entry({ one, mayWrite }: { one: KnowledgeImport; mayWrite: boolean }) {
  const now = useNow(60_000);
  const [open, setOpen] = useState(false);
  const { icon, tone, text } = stateOf(one);
  const { counts } = one;
  const troubles = counts.skipped + counts.failed + counts.gone;
  const isUnderWay = one.status === 'waiting' || one.status === 'running';
  return (
    <li className="import">
      <div className="import-head">
        <bdi className="main">{one.source}</bdi>
        <span className={`state ${tone}`}>
          <Icon name={icon} size={13} /> <span>{text}</span>
        </span>
        <time className="quiet" dateTime={one.createdAt} title={whole(one.createdAt)}>
          {short(one.createdAt, now)}
        </time>
        {mayWrite && <Stop one={one} isUnderWay={isUnderWay} />}
      </div>
      {one.status === 'running' && counts.total > 0 && (
        <progress
          aria-label={t('Import of {source}', { source: one.source })}
          value={counts.total - counts.waiting}
          max={counts.total}
        />
      )}
      <p className="quiet">{summary(one)}</p>
      {one.error && <p className="quiet failed">{fixed(one.error)}</p>}
      {troubles > 0 && (
        <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('Hide what was left out') : t('What was left out ({count})', { count: troubles })}
        </Button>
      )}
      {open && <LeftOut id={one.id} seen={troubles} />}
    </li>
  );
}

const countWords = {
  created: (count: number) => t('{count} new|of an import', { count }),
  changed: (count: number) => t('{count} changed', { count }),
  unchanged: (count: number) => t('{count} unchanged', { count }),
  skipped: (count: number) => t('{count} skipped', { count }),
  failed: (count: number) => t('{count} failed', { count }),
  waiting: (count: number) => t('{count} waiting', { count }),
  gone: (count: number) => t('{count} vanished', { count }),
};

function summary({ status, counts, nextAt, createdBy }: KnowledgeImport): string {
  const named = (['created', 'changed', 'unchanged', 'skipped', 'failed', 'waiting', 'gone'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => countWords[status](counts[status]));
  return [
    listed(named),
    nextAt &&
      (status === 'waiting'
        ? t('Tried again {time}.', { time: whole(nextAt) })
        : t('The next look: {time}.', { time: whole(nextAt) })),
    createdBy && t('By {name}.', { name: createdBy.name }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Ends what is under way; what is done is forgotten, and its pages are not looked at again. */
function Stop({ one, isUnderWay }: { one: KnowledgeImport; isUnderWay: boolean }) {
  const { http } = useConsole();
  const save = useSaving('knowledge/imports', []);
  const [sure, setSure] = useState(false);
  const stop = () => save.run(() => http.remove(`knowledge/imports/${one.id}`));
  if (isUnderWay)
    return (
      <Button size="compact-sm" variant="default" loading={save.busy} onClick={stop}>
        {t('Cancel')}
      </Button>
    );
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={save.busy}
      onClick={() => (sure ? stop() : setSure(true))}
    >
      {sure ? t('Forget it; its articles stay') : t('Forget')}
    </Button>
  );
}

function LeftOut({ id, seen }: { id: string; seen: number }) {
  const { http } = useConsole();
  const path = `knowledge/imports/${id}`;
  const found = useQuery({
    queryKey: [path, seen],
    queryFn: () => http.get<KnowledgeImportDetails>(path),
  });
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  return (
    <ul className="left-out">
      {found.data.items.map(({ source, reason, status }) => (
        <li key={source}>
          <bdi>{source}</bdi>{' '}
          <span className="quiet">{`${status === 'gone' ? `${t('Vanished.')} ` : ''}${reason ?? ''}`}</span>
        </li>
      ))}
    </ul>
  );
}
