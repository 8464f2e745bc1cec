import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { FollowUp } from '../../protocol/follow-ups';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { Icon } from '../icons';
import '../styles/follow-ups.css';
import { plural, t } from '../i18n/translate';

const most = 50;

/** Above the conversations, while there is something to decide. */
export default function FollowUpsLink() {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['follow-ups', 'count'],
    queryFn: () => http.get<Page<FollowUp>>('follow-ups', { limit: most }),
    staleTime: 60_000,
    refetchInterval: 120_000,
  });
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Link to="/follow-ups" className="follow-ups-link">
      <Icon name="clock" size={14} />
      <span>
        {data?.nextCursor
          ? t('{count}+ follow-ups to decide', { count })
          : plural(count, { one: '1 follow-up to decide', other: '{count} follow-ups to decide' })}
      </span>
    </Link>
  );
}
