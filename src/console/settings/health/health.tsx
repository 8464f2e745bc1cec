// One page that says in words whether each part works, and what to do where it does not.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Health as Found, HealthItem } from '../../../protocol/health';
import { useConsole } from '../../context';
import { useNow } from '../../hooks';
import { Icon, type IconName } from '../../icons';
import { ago, whole } from '../../text/time';
import { fixed, plural, t } from '../../i18n/translate';
import { Trouble, Waiting } from '../../ui/page-frame';
import { healthWords, overall, ownParts } from './health-words';
import '../../styles/jobs.css';

const marks: Record<HealthItem['state'], { word: string; icon: IconName; className: string }> = {
  ok: { word: t('Works'), icon: 'check', className: 'works' },
  look: { word: t('Look at it'), icon: 'alert', className: 'warns' },
  wrong: { word: t('Broken'), icon: 'alert', className: 'failed' },
  off: { word: t('Off|of a part'), icon: 'moon', className: 'quiet' },
  unknown: { word: t('Not known'), icon: 'clock', className: 'quiet' },
};

export default function Health() {
  const { http } = useConsole();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: () => http.get<Found>('organizations/current/health'),
    refetchInterval: 30_000,
  });
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Waiting />;
  const own = data.items.filter(({ part }) => ownParts.has(part));
  const rest = data.items.filter(({ part }) => !ownParts.has(part));
  return (
    <>
      <div className="health-head">
        <p role="status">
          <strong>{overall(data.items)}</strong>
        </p>
        <Button size="compact-sm" variant="default" loading={isFetching} onClick={() => void refetch()}>
          {t('Look again')}
        </Button>
      </div>
      <Parts title={t('Your organization')} items={own} />
      <Parts title={t('The server')} items={rest} />
      {data.server && <p className="quiet settings-words">{aboutServer(data.server)}</p>}
    </>
  );
}

const rank = ({ state }: HealthItem) => (state === 'wrong' ? 0 : state === 'look' ? 1 : 2);
const worstFirst = (one: HealthItem, other: HealthItem) => rank(one) - rank(other);

/** A server that is older than this page names no node. */
const aboutServer = ({ version, workers, node }: NonNullable<Found['server']>) =>
  `Parley ${version}. ${workersIn(workers)} ${node === undefined ? '' : ofNode(node)}`.trim();

const ofNode = (node: string) =>
  t(
    'What is said of the AI, of finding by meaning, of requests for a person and of the disk is what the node {node} knows.',
    { node },
  );

const workersIn = (count: number) =>
  plural(count, { one: 'One node runs jobs.', other: '{count} nodes run jobs.' });

function Parts({ title, items }: { title: string; items: readonly HealthItem[] }) {
  return (
    <section className="job-elsewhere">
      <h3>{title}</h3>
      <ul className="cards health-list">
        {[...items].sort(worstFirst).map((item) => (
          <Part key={`${item.part} ${item.id ?? ''}`} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Part({ item }: { item: HealthItem }) {
  const { word, icon, className } = Object.hasOwn(marks, item.state) ? marks[item.state] : marks.unknown;
  const { title, what, todo, to, where } = healthWords(item);
  return (
    <li>
      <span className={`event-state ${className}`}>
        <Icon name={icon} size={16} /> <span>{word}</span>
      </span>
      <span className="main">
        <strong dir="auto">{title}</strong>
        <p>{what}</p>
        {item.why && (
          <p className={className} dir="auto">
            {fixed(item.why)}
          </p>
        )}
        {todo && <p>{todo}</p>}
        <Times item={item} />
      </span>
      {to && (
        <Button size="compact-sm" variant="default" component={Link} to={to}>
          {where}
        </Button>
      )}
    </li>
  );
}

function Times({ item: { part, lastInAt, lastOutAt, lastErrorAt, lastBackupAt } }: { item: HealthItem }) {
  const now = useNow(30_000);
  const times = [
    [t('Last in'), lastInAt],
    [part === 'model' ? t('Last answer') : t('Last out'), lastOutAt],
    [t('Last failure'), lastErrorAt],
    [t('Last backup:'), lastBackupAt],
  ] as const;
  const known = times.filter(([, at]) => at !== undefined);
  if (known.length === 0) return null;
  return (
    <p className="quiet">
      {known.map(([words, at]) => (
        <time key={words} className="health-time" dateTime={at} title={whole(at!)}>
          {`${words} ${ago(at!, now)}`}
        </time>
      ))}
    </p>
  );
}
