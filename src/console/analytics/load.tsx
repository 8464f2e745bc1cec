// When conversations begin, by weekday and hour: a table whose cells are darker the more there are.
import { useQuery } from '@tanstack/react-query';
import type { FiguresLoad } from '../../protocol/figures';
import { useConsole } from '../context';
import { Trouble, Waiting } from '../ui/page-frame';
import type { Asked, OnOpen } from './use-asked';
import { listed, locale, t } from '../i18n/translate';

/** 5 January 2026 was a Monday. */
const weekday = (n: number, length: 'short' | 'long') =>
  new Intl.DateTimeFormat(locale(), { weekday: length, timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + n));
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const two = (hour: number) => String(hour).padStart(2, '0');

export function Load({ asked, onOpen }: { asked: Asked; onOpen: OnOpen }) {
  const { http } = useConsole();
  const load = useQuery({
    queryKey: ['analytics/load', asked],
    queryFn: () => http.get<FiguresLoad>('analytics/load', { ...asked }),
  });
  return (
    <section aria-label={t('When conversations begin')}>
      <h2>{t('When conversations begin')}</h2>
      {load.isError && <Trouble error={load.error} onRetry={() => void load.refetch()} />}
      {load.isPending && <Waiting />}
      {load.data && <Heat counts={load.data.hours} onOpen={onOpen} />}
    </section>
  );
}

function Heat({ counts, onOpen }: { counts: number[][]; onOpen: OnOpen }) {
  const most = Math.max(1, ...counts.flat());
  return (
    <div className="wide-table" role="region" aria-label={t('By weekday and hour')} tabIndex={0}>
      <table className="heat">
        <caption className="hidden">{t('Conversations that began, by weekday and hour')}</caption>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col">
                <span aria-hidden={hour % 3 !== 0}>{hour % 3 === 0 ? two(hour) : ''}</span>
                {hour % 3 !== 0 && <span className="hidden">{two(hour)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, day) => (
            <tr key={weekday(day, 'long')}>
              <th scope="row">{weekday(day, 'short')}</th>
              {row.map((count, hour) => (
                <Cell key={hours[hour]} {...{ count, most, day, hour, onOpen }} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  count: number;
  most: number;
  day: number;
  hour: number;
  onOpen: OnOpen;
}

function Cell({ count, most, day, hour, onOpen }: CellProps) {
  if (count === 0)
    return (
      <td>
        <span className="hidden">0</span>
      </td>
    );
  const when = listed([weekday(day, 'long'), `${two(hour)}:00`]);
  return (
    <td>
      <button
        title={`${when}: ${count}`}
        aria-label={`${when}: ${count}`}
        style={{ '--heat': `${Math.round(20 + (80 * count) / most)}%` } as React.CSSProperties}
        onClick={() => onOpen({ title: t('Began on {when}', { when }), query: { weekday: day + 1, hour } })}
      />
    </td>
  );
}
