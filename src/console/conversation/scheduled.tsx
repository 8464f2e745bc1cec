// Replies that go out later stand above the composer, with what can still be done about them.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Session } from '../../protocol/model/session';
import type { ScheduledMessage } from '../../protocol/scheduled-messages';
import { useConsole, useInbox } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import '../styles/scheduled.css';
import { clip } from '../text/clip';
import { momentWords } from '../text/time';
import { scheduledKey } from './scheduled-key';
import { fixed, t } from '../i18n/translate';

const ScheduleDialog = lazy(() => import('./schedule-dialog'));

/** How often it is looked whether one went out, or was held back. */
const lookEveryMs = 15_000;

export default function Scheduled({ session }: { session: Session }) {
  const { id: sessionId, headSeq, status } = session;
  const { http } = useConsole();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: scheduledKey(sessionId),
    queryFn: () => http.get<{ items: ScheduledMessage[] }>(`sessions/${sessionId}/scheduled-messages`),
    refetchInterval: lookEveryMs,
  });
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: scheduledKey(sessionId) });
  }, [queries, sessionId, headSeq, status]);
  const messages = useInbox((state) => state.transcripts[sessionId]?.messages);
  if (!data || data.items.length === 0) return null;
  // As it will be found at its time.
  const why = ({ seenSeq }: ScheduledMessage) => {
    if (status === 'closed') return t('The conversation was closed.');
    const wrote = messages?.some(
      ({ seq, sender, type }) => seq > seenSeq && sender === 'customer' && type !== 'system',
    );
    return wrote ? t('The customer wrote meanwhile.') : undefined;
  };
  return (
    <ul className="scheduled" aria-label={t('Scheduled replies')}>
      {data.items.map((one) => (
        <li key={one.id} className={(one.heldBecause ?? why(one)) ? 'held' : undefined}>
          <One message={one} waitsBecause={why(one)} />
        </li>
      ))}
    </ul>
  );
}

function One({ message, waitsBecause }: { message: ScheduledMessage; waitsBecause: string | undefined }) {
  const { http, agent } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const [editing, setEditing] = useState(false);
  const place = `scheduled-messages/${message.id}`;
  const then = (work: () => Promise<unknown>) =>
    act(() => work().finally(() => queries.invalidateQueries({ queryKey: scheduledKey(message.sessionId) })));
  const { heldBecause, sendAt, text, agentName } = message;
  const mine = message.agentId === agent?.id;
  return (
    <>
      <Icon name={(heldBecause ?? waitsBecause) ? 'alert' : 'clock'} size={14} />
      <span className="scheduled-words">
        <strong>
          {heldBecause && t('Not sent: {why}', { why: fixed(heldBecause) })}
          {!heldBecause && waitsBecause && t('Will not be sent by itself: {why}', { why: waitsBecause })}
          {!heldBecause &&
            !waitsBecause &&
            t('Scheduled for {time} by {name}', { time: momentWords(sendAt), name: agentName })}
        </strong>{' '}
        <span dir="auto">{clip(text.replace(/\s+/g, ' '), 160)}</span>
      </span>
      {mine && (
        <>
          <button type="button" className="link" disabled={busy} onClick={() => setEditing(true)}>
            {t('Edit')}
          </button>
          <button
            type="button"
            className="link"
            disabled={busy}
            onClick={() => then(() => http.post(`${place}/send`))}
          >
            {t('Send now')}
          </button>
        </>
      )}
      <button type="button" className="link" disabled={busy} onClick={() => then(() => http.remove(place))}>
        {t('Cancel')}
      </button>
      <Suspense>
        {editing && (
          <ScheduleDialog
            sessionId={message.sessionId}
            scheduled={message}
            onClose={() => setEditing(false)}
          />
        )}
      </Suspense>
    </>
  );
}
