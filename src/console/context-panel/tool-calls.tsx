// What was looked up for the customer in this conversation.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ToolCall } from '../../protocol/tools';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { short, whole } from '../text/time';
import '../styles/objects.css';
import { fixed, t } from '../i18n/translate';

/** @param headSeq with each message there may be another */
export default function ToolCalls({ sessionId, headSeq }: { sessionId: string; headSeq: number }) {
  const { http } = useConsole();
  const now = useNow(60_000);
  const calls = useQuery({
    queryKey: ['tool-calls', sessionId, headSeq],
    queryFn: () => http.get<Page<ToolCall>>(`sessions/${sessionId}/tool-calls`),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const items = calls.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t('Looked up')}>
      <h2>{t('Looked up')}</h2>
      <ul className="tool-calls">
        {items.slice(0, 10).map((call) => (
          <li key={call.id}>
            <Icon
              name={call.outcome === 'found' ? 'check' : call.outcome === 'none' ? 'search' : 'alert'}
              size={14}
            />{' '}
            <strong translate="no">{call.tool}</strong> <bdi>{Object.values(call.arguments).join(' · ')}</bdi>{' '}
            <span className={['failed', 'refused'].includes(call.outcome) ? 'failed' : 'quiet'}>
              {outcomes[call.outcome]}
              {call.why && `: ${fixed(call.why)}`}
              {` · ${t('{count} ms', { count: call.latencyMs })}`}
            </span>{' '}
            <time className="quiet" dateTime={call.createdAt} title={whole(call.createdAt)}>
              {short(call.createdAt, now)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

const outcomes = {
  found: t('found'),
  none: t('nothing found'),
  failed: t('failed'),
  refused: t('refused'),
} as const;
