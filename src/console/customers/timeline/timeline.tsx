// What happened with a customer, over all channels and all who are the same person, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimelineKind, TimelinePage } from '../../../protocol/timeline';
import { useConsole } from '../../context';
import { useAttributes } from '../../data/use-attributes';
import { useNow } from '../../hooks';
import { ChoiceRow } from '../../ui/choice-row';
import { More, Trouble, Waiting } from '../../ui/page-frame';
import '../../styles/timeline.css';
import { visitorName } from '../../text/visitor-name';
import LogCall from './log-call';
import { TimelineRow } from './timeline-row';
import { kindWords } from './timeline-words';
import { t } from '../../i18n/translate';

type Shown = TimelineKind | 'all';

export default function Timeline({ customerId }: { customerId: string }) {
  const [shown, setShown] = useState<Shown>('all');
  return (
    <section aria-label={t('Timeline')}>
      <div className="toolbar timeline-head">
        <h2>{t('Timeline')}</h2>
        <LogCall customerId={customerId} />
      </div>
      <ChoiceRow
        className="timeline-kinds"
        aria-label={t('What to show')}
        data={[
          { value: 'all', label: t('Everything') },
          ...Object.entries(kindWords).map(([value, label]) => ({ value, label })),
        ]}
        value={shown}
        onChange={(value) => setShown(value as Shown)}
      />
      <Items key={shown} customerId={customerId} kind={shown === 'all' ? undefined : shown} />
    </section>
  );
}

function Items({ customerId, kind }: { customerId: string; kind: TimelineKind | undefined }) {
  const { http } = useConsole();
  const now = useNow(60_000);
  const declared = useAttributes().data?.items ?? [];
  const pages = useInfiniteQuery({
    queryKey: ['timeline', customerId, kind],
    queryFn: ({ pageParam }) =>
      http.get<TimelinePage>(`customers/${customerId}/timeline`, { kind, limit: 25, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  if (pages.isError) return <Trouble error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Waiting />;
  const items = pages.data.pages.flatMap((page) => page.items);
  const others = new Map(
    pages.data.pages[0]?.linked.map((one) => [one.customerId, one.name ?? visitorName(one.customerId)]),
  );
  const labels = new Map(declared.map(({ key, label }) => [key, label]));
  if (items.length === 0)
    return <p className="quiet">{kind ? t('Nothing of this kind yet.') : t('Nothing has happened yet.')}</p>;
  return (
    <>
      <ul className="cards">
        {items.map((item) => (
          <TimelineRow
            key={item.key}
            item={item}
            now={now}
            labels={labels}
            of={others.get(item.customerId)}
          />
        ))}
      </ul>
      <More
        pages={{
          hasMore: pages.hasNextPage,
          loadingMore: pages.isFetchingNextPage,
          more: () => void pages.fetchNextPage(),
        }}
      />
    </>
  );
}
