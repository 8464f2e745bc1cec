// What this agent has promised, has put away until today, and is called for: what breaks first is at the top.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Session } from '../../protocol/model/session';
import type { MentionPage } from '../../protocol/mentions';
import { placeOfMention } from '../mentions/mention-place';
import { slaStateOf } from '../../protocol/session-where';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { NeedsReply } from '../inbox/holder';
import { PageFrame, Trouble, Waiting } from '../ui/page-frame';
import '../styles/replies.css';
import { sameDay, untilShort } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { Due } from './due';
import { t } from '../i18n/translate';

/** More than anybody does in a day. */
const most = 100;
const key = 'my-day';

export default function MyDay() {
  const { http, agent } = useConsole();
  const { data, error, refetch } = useQuery({
    queryKey: [key],
    queryFn: async () => {
      const [promised, away, mentions] = await Promise.all([
        http.get<Page<Session>>('sessions', { agentId: 'me', order: 'dueAt', limit: most }),
        http.get<Page<Session>>('sessions', { agentId: 'me', snoozed: 'true', limit: most }),
        http.get<MentionPage>('mentions', { unread: 'true', limit: most }),
      ]);
      return { promised: promised.items, away: away.items, mentions };
    },
    refetchInterval: 60_000,
    enabled: agent !== undefined,
  });
  useNews();
  return (
    <PageFrame title={t('My day')}>
      {!agent && <p className="quiet">{t('Only agents have conversations of their own.')}</p>}
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {agent && !error && (data ? <Day {...data} /> : <Waiting />)}
    </PageFrame>
  );
}

/** What changes in any conversation may be of this day. */
function useNews(): void {
  const { inbox } = useConsole();
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before = inbox.state.get().sessions;
    const off = inbox.state.subscribe(() => {
      const { sessions } = inbox.state.get();
      if (sessions === before) return;
      before = sessions;
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: [key] });
      }, 500);
    });
    return () => {
      clearTimeout(timer);
      off();
    };
  }, [inbox, queries]);
}

interface DayProps {
  promised: Session[];
  away: Session[];
  mentions: MentionPage;
}

function Day({ promised, away, mentions }: DayProps) {
  const now = useNow(30_000);
  const overdue = promised.filter((session) => slaStateOf(session, now) === 'overdue');
  const due = promised.filter((session) => slaStateOf(session, now) !== 'overdue');
  const today = away.filter(({ snoozed }) => snoozed?.until && comesToday(snoozed.until, now));
  return (
    <>
      <Part name={t('Overdue')} count={overdue.length} empty={t('Nothing that you promised is broken.')}>
        {overdue.map((session) => (
          <Line key={session.id} session={session} />
        ))}
      </Part>
      <Part name={t('Promised')} count={due.length} empty={t('Nothing is promised in your conversations.')}>
        {due.map((session) => (
          <Line key={session.id} session={session} />
        ))}
      </Part>
      <Part
        name={t('Back today')}
        count={today.length}
        empty={t('Nothing that you put away comes back today.')}
      >
        {today.map((session) => (
          <Line key={session.id} session={session} until={session.snoozed?.until} />
        ))}
      </Part>
      <Part name={t('Mentions')} count={mentions.unread} empty={t('Nobody has called you.')}>
        {mentions.items.map((mention) => (
          <li key={mention.id}>
            <Icon name="at" size={16} label={t('Not read')} />
            <span className="main">
              <Link to={placeOfMention(mention)}>
                <bdi>{mention.by}</bdi>
              </Link>
              <br />
              <span className="quiet reply-words" dir="auto">
                {mention.text || t('This was erased.')}
              </span>
            </span>
          </li>
        ))}
      </Part>
    </>
  );
}

const comesToday = (until: string, now: number) =>
  Date.parse(until) < now || sameDay(new Date(until), new Date(now));

interface PartProps {
  name: string;
  count: number;
  empty: string;
  children: ReactNode;
}

function Part({ name, count, empty, children }: PartProps) {
  return (
    <section aria-label={name} className="day-part">
      <h2>
        {name}
        {count > 0 && ` (${count})`}
      </h2>
      {count > 0 ? <ul className="cards">{children}</ul> : <p className="quiet">{empty}</p>}
    </section>
  );
}

function Line({ session, until }: { session: Session; until?: string | undefined }) {
  const now = useNow(60_000);
  const { id, lastMessage, subject, needsReplySince } = session;
  return (
    <li>
      <span className="main">
        <Link to={`/inbox/${id}?tab=all`}>
          <bdi>{customerNameOf(session)}</bdi>
        </Link>
        <br />
        <span className="quiet reply-words" dir="auto">
          {lastMessage?.text || subject || t('A file')}
        </span>
      </span>
      {until ? (
        <span className="state closed">
          <Icon name="moon" size={14} label={t('Put away until')} /> {untilShort(until, now)}
        </span>
      ) : (
        <>
          {needsReplySince && <NeedsReply since={needsReplySince} />}
          <Due session={session} always />
        </>
      )}
    </li>
  );
}
