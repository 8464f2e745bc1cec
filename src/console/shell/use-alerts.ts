// A quiet word when a session is given to this agent, or one waits; and the number that waits in the title.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useMatch, useNavigate, useParams } from 'react-router';
import { placeOfNote } from '../../protocol/noted-customer';
import { useConsole, useInbox } from '../context';
import type { Alert } from '../data/alerts';
import type { Http } from '../data/http';
import { waitingFor } from '../data/session-list';
import { useNotificationSettings } from '../data/use-notification-settings';
import { newsTitles } from '../text/news-titles';
import { t } from '../i18n/translate';

const soundKey = 'parley.sound';

export const soundIsOn = () => localStorage.getItem(soundKey) === 'on';
export const toggleSound = () => localStorage.setItem(soundKey, soundIsOn() ? 'off' : 'on');

const outside = () => import('./outside');
/** After the first page. */
const fetchedAfterMs = 10_000;

export function useAlerts(): void {
  const { http, inbox } = useConsole();
  const navigate = useNavigate();
  const { sessionId } = useParams();
  const inInbox = useMatch('/inbox/*') !== null;
  const { choices } = useNotificationSettings() ?? {};
  const waiting = useInbox(waitingFor);

  // Where a pushed notification leads.
  useEffect(() => {
    const worker = (navigator as Partial<Navigator>).serviceWorker;
    const go = ({ data, ports }: MessageEvent<{ open?: string }>) => {
      if (data.open === undefined) return;
      ports[0]?.postMessage(true);
      void navigate(data.open.replace(/^\/console/, ''));
    };
    void worker
      ?.register('/console/sw.js')
      .then(() => renewPushes(http))
      .catch(() => undefined);
    worker?.addEventListener('message', go);
    worker?.startMessages();
    return () => worker?.removeEventListener('message', go);
  }, [http, navigate]);

  // What shows an alert is there before the first one: once it is due the server may be away, or a newer one.
  useEffect(() => {
    const idle = setTimeout(() => void outside().catch(() => undefined), fetchedAfterMs);
    return () => clearTimeout(idle);
  }, []);

  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Parley` : 'Parley';
  }, [waiting]);

  // What is said of the conversation that is open has been heard.
  useEffect(() => {
    if (sessionId) for (const kind of alwaysTold) notifications.hide(noteOf({ kind, sessionId }));
  }, [sessionId]);

  useEffect(
    () =>
      inbox.onAlert((alert) => {
        const seen = document.visibilityState === 'visible';
        if (sessionId && alert.sessionId === sessionId && seen) return;
        if (seen && inInbox && !alwaysTold.has(alert.kind)) return;
        const go = () => void navigate(placeOf(alert));
        const { desktop = true, sound = true } = choices?.[alert.kind] ?? {};
        if (desktop && seen) void showInside(alert, go);
        if (desktop && !seen) void showOutside(alert, go);
        if (sound && soundIsOn()) void outside().then(({ beep }) => beep());
      }),
    [inbox, navigate, sessionId, inInbox, choices],
  );
}

/** Of a browser that may have some. */
async function renewPushes(http: Http): Promise<void> {
  if (!('PushManager' in window) || Notification.permission !== 'granted') return;
  await (await import('../data/pushes')).renewPushesAtStart(http);
}

/** What the list, the badge and the title do not say. */
const alwaysTold = new Set<Alert['kind']>([
  'assigned',
  'unanswered',
  'returned',
  'mentioned',
  'not_sent',
  'due_soon',
  'overdue',
]);

function placeOf({ kind, sessionId, note, seq }: Alert): string {
  if (note) return `/${placeOfNote(note)}`;
  if (kind === 'mentioned') return `/inbox/${sessionId}?tab=all&seq=${seq ?? ''}`;
  return `/inbox/${sessionId}?tab=${kind === 'waiting' ? 'waiting' : 'mine'}`;
}

const title = ({ kind, by }: Alert): string =>
  kind === 'mentioned' && by ? t('{by} mentioned you', { by }) : newsTitles[kind];

function name({ customerName }: Alert): string {
  return customerName ?? t('a visitor');
}

const noteOf = ({ kind, sessionId, note }: Pick<Alert, 'kind' | 'sessionId' | 'note'>): string =>
  kind === 'waiting' ? kind : `${kind} ${sessionId ?? note?.id}`;

async function showInside(alert: Alert, go: () => void): Promise<void> {
  const { showInside: show } = await outside();
  show({ id: noteOf(alert), title: title(alert), name: name(alert), ...alert }, go);
}

/** The system's own notification, where the reader has allowed it. */
async function showOutside(alert: Alert, go: () => void): Promise<void> {
  const { showOutside: show } = await outside();
  show({ title: title(alert), body: name(alert), tag: alert.sessionId ?? alert.note?.id ?? '' }, go);
}
