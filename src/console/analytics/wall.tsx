// For a screen in the room: what is now, large, and anew with every conversation that changes.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { FiguresNow } from '../../protocol/figures';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import { useNow } from '../hooks';
import { clock, waited } from '../text/time';
import { share, time } from './ranges';
import { ownZone } from './use-asked';
import { t } from '../i18n/translate';

/** However much happens, it is asked for no more often; and this often where nothing is heard. */
const atMostMs = 1_000;
const atLeastMs = 15_000;

export default function Wall() {
  const { http } = useConsole();
  const clockNow = useNow(1_000);
  const { data, error, refetch } = useQuery({
    queryKey: ['analytics/now'],
    queryFn: () => http.get<FiguresNow>('analytics/now', { timeZone: ownZone() }),
    refetchInterval: atLeastMs,
    refetchIntervalInBackground: true,
  });
  useOnNews(() => void refetch());
  const connection = useInbox((state) => state.connection);
  return (
    <main className="wall" aria-label={t('Live wall')}>
      <header>
        <h1>{t('Now')}</h1>
        <span>{clock(new Date(clockNow).toISOString())}</span>
        <button onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)}>
          {t('Full screen')}
        </button>
        <Link to="/analytics">{t('Close')}</Link>
      </header>
      {error && (
        <p role="alert" className="wall-late">
          {t('{error} What is shown may be old.', { error: sentence(error) })}
        </p>
      )}
      {!error && connection === 'offline' && (
        <p role="status" className="wall-late">
          {t('Not connected. What is shown may be old.')}
        </p>
      )}
      {data && <Shown data={data} now={clockNow} />}
    </main>
  );
}

/** Calls once the conversations or who is there have changed; what comes meanwhile is one more call. */
function useOnNews(call: () => void): void {
  const latest = useRef(call);
  latest.current = call;
  const { state } = useConsole().inbox;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const seen = () => {
      const { sessions, presences, counts } = state.get();
      return [sessions, presences, counts];
    };
    let before = seen();
    const off = state.subscribe(() => {
      const after = seen();
      if (after.every((part, n) => part === before[n])) return;
      before = after;
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current();
      }, atMostMs);
    });
    return () => {
      off();
      clearTimeout(timer);
    };
  }, [state]);
}

/** A wait longer than this is shown as one. */
const longMs = 5 * 60_000;

function Shown({ data, now }: { data: FiguresNow; now: number }) {
  const { longestWaitSince: since, today } = data;
  const isLong = since !== null && now - Date.parse(since) > longMs;
  return (
    <dl>
      <Big name={t('In the queue')} value={data.waiting} tone={data.waiting > 0 ? 'wait' : undefined} />
      <Big
        name={t('Longest in the queue')}
        value={since === null ? '–' : waited(since, now)}
        tone={isLong ? 'bad' : since ? 'wait' : undefined}
      />
      <Big name={t('With the AI')} value={data.withAi} tone="ai" />
      <Big name={t('With agents')} value={data.withAgents} tone="agent" />
      <Big
        name={t('Agents online')}
        value={data.agentsOnline}
        tone={data.agentsOnline === 0 ? 'bad' : 'agent'}
      />
      <Big name={t('Conversations today')} value={today.conversations} />
      <Big name={t('First response today')} value={time(today.firstResponse.median)} />
      <Big name={t('By the AI today')} value={share(today.resolvedByAi, today.closed)} />
    </dl>
  );
}

type Tone = 'wait' | 'bad' | 'ai' | 'agent' | undefined;

function Big({ name, value, tone }: { name: string; value: string | number; tone?: Tone }) {
  return (
    <div className="wall-number" data-tone={tone}>
      <dt>{name}</dt>
      <dd translate="no" data-long={String(value).length > 5}>
        {value}
      </dd>
    </div>
  );
}
