// The SLA in words.
import type { SlaTarget, Sla } from '../../protocol/model/sla';
import { clock, dateShort, sameDay } from '../text/time';
import { t } from '../i18n/translate';

const minute = 60_000;

export const targetWords: Record<SlaTarget, string> = {
  first_reply: t('First reply'),
  next_reply: t('Reply'),
  resolution: t('Resolution'),
};

/** Milliseconds as people say them, the two largest units: "5 min", "3 h 20 min", "2 d". */
export function spanWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / minute);
  if (minutes < 1) return t('under 1 min');
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1_440)];
  if (days >= 2) return t('{days} d', { days });
  if (hours < 1) return t('{minutes} min', { minutes });
  return minutes % 60 === 0
    ? t('{hours} h', { hours })
    : t('{hours} h {minutes} min', { hours, minutes: minutes % 60 });
}

const moment = (iso: string, now: number, locale?: string) =>
  sameDay(new Date(iso), new Date(now))
    ? clock(iso, locale)
    : `${dateShort(iso, locale)}, ${clock(iso, locale)}`;

/** Each promise in a line, for whoever asks which one it is. */
export function slaLines({ policy, promises }: Sla, now: number, locale?: string): string {
  const lines = promises.map(({ target, dueAt, minutesLeft }) => {
    if (dueAt === undefined)
      return t('{what}: paused, {span} left', {
        what: targetWords[target],
        span: spanWords((minutesLeft ?? 0) * minute),
      });
    const isLate = Date.parse(dueAt) <= now;
    const values = { what: targetWords[target], time: moment(dueAt, now, locale) };
    return isLate ? t('{what}: was promised by {time}', values) : t('{what}: promised by {time}', values);
  });
  return [policy, ...lines].join('\n');
}
