// Which answers of the AI came from an article, and which of them its text does not bear any more.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Uses } from '../../protocol/provenance';
import { useConsole } from '../context';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { clip } from '../text/clip';
import { short, whole } from '../text/time';
import { Trouble } from '../ui/page-frame';
import { plural, t } from '../i18n/translate';

const shown = 10;

export function usePastAnswers(articleId: string | undefined) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['knowledge/articles', articleId, 'answers'],
    queryFn: () => http.get<Uses>(`knowledge/articles/${articleId}/answers`, { limit: shown }),
    enabled: articleId !== undefined,
  });
}

export function PastAnswers({ articleId }: { articleId: string }) {
  const found = usePastAnswers(articleId);
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <p className="quiet">&nbsp;</p>;
  const { items, total, outOfDate } = found.data;
  if (total === 0) return <p className="quiet">{t('The AI has not answered from this article yet.')}</p>;
  return (
    <details>
      <summary>
        {total === 500
          ? t('at least 500 past answers')
          : plural(total, { one: 'One past answer', other: '{count} past answers' })}
        {outOfDate > 0 && (
          <span className="state waiting">
            {' '}
            <Icon name="alert" size={13} />{' '}
            <span>
              {plural(outOfDate, {
                one: '1 may be out of date now',
                other: '{count} may be out of date now',
              })}
            </span>
          </span>
        )}
      </summary>
      <ul className="questions">
        {items.map((one) => (
          <Answer key={`${one.sessionId} ${one.at}`} answer={one} />
        ))}
      </ul>
    </details>
  );
}

function Answer({ answer: { sessionId, question, at, outOfDate } }: { answer: Uses['items'][number] }) {
  const now = useNow(60_000);
  return (
    <li>
      <Link className="grow" to={`/inbox/${sessionId}?tab=all`}>
        <bdi>{clip(question, 120) || t('Erased')}</bdi>
      </Link>
      {outOfDate && (
        <span className="state waiting">
          <Icon name="alert" size={13} /> <span>{t('May be out of date now')}</span>
        </span>
      )}
      <time className="quiet" dateTime={at} title={whole(at)}>
        {short(at, now)}
      </time>
    </li>
  );
}
