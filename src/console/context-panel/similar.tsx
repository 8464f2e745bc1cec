// Closed conversations of other customers in which about the same was wanted, and how they ended; looked for on demand.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { SimilarSessions } from '../../protocol/sessions';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useNow } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { short, whole } from '../text/time';
import '../styles/similar.css';
import { t } from '../i18n/translate';

type One = SimilarSessions['items'][number];

const reasons = {
  no_ai: t('No model reads what this customer writes.'),
  nothing_said: t('The customer has not said yet what they want.'),
  no_meaning: t(
    'Nothing can be compared by meaning now, or not in this language. Search by words finds more.',
  ),
};

/** @param headSeq how far the conversation has come: with more words others are near */
export default function Similar({ sessionId, headSeq }: { sessionId: string; headSeq: number }) {
  const { http } = useConsole();
  const [open, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ['similar', sessionId, headSeq],
    queryFn: () => http.get<SimilarSessions>(`sessions/${sessionId}/similar`),
    enabled: open,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const { items = [], reason } = found.data ?? {};
  return (
    <details className="similar" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{t('Similar conversations')}</h2>
      </summary>
      {found.isError && <p className="quiet">{sentence(found.error)}</p>}
      {found.isPending && open && <p className="quiet">&nbsp;</p>}
      {found.isSuccess && items.length === 0 && (
        <p className="quiet">{reason ? reasons[reason] : t('No other customer wanted the same.')}</p>
      )}
      <ul>
        {items.map((one) => (
          <SimilarOne key={one.sessionId} one={one} />
        ))}
      </ul>
    </details>
  );
}

function SimilarOne({ one }: { one: One }) {
  const now = useNow(60_000);
  const { sessionId, channelType, closedAt, summary, wanted, reply } = one;
  return (
    <li>
      <Link to={`/inbox/${sessionId}?tab=closed`}>
        <span className="quiet earlier-channel">
          <Icon name={channelIcon(channelType)} size={14} label={channelType} />
        </span>
        <span className="similar-wanted" dir="auto">
          {wanted[0] ?? summary}
        </span>
        <time dateTime={closedAt} title={whole(closedAt)}>
          {short(closedAt, now)}
        </time>
      </Link>
      {reply && (
        <p className="similar-reply" dir="auto">
          {reply}
        </p>
      )}
      <p className="quiet">{endOf(one)}</p>
    </li>
  );
}

/** How it ended, in a few words. */
function endOf({ aiResolved, repliedBy, satisfactionScore, risks }: One): string {
  const replied = { ai: t('Answered by the AI'), agent: t('Answered by the team') };
  const who = aiResolved
    ? t('Solved by the AI')
    : repliedBy
      ? replied[repliedBy]
      : t('Closed without an answer');
  return [
    who,
    satisfactionScore !== undefined && t('rated {score} of 5', { score: satisfactionScore }),
    ...risks,
  ]
    .filter(Boolean)
    .join(' · ');
}
