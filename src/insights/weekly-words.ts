// Last week's numbers as a letter: pure.
import type { FiguresReport } from '../protocol/figures';
import type { ConsoleLanguage } from '../protocol/model/console-languages';
import { filled } from '../protocol/server-texts/said';
import { weeklyPhrases } from './weekly-phrases';

interface Week {
  /** Of the organization. */
  name: string;
  days: { from: string; to: string };
  report: FiguresReport;
  link: string | undefined;
  /** Of who reads it. */
  language?: ConsoleLanguage;
}

export function weeklyWords(week: Week): { subject: string; text: string } {
  const { name, link, language = 'en' } = week;
  const say = weeklyPhrases[language];
  const days = { from: dayOf(week.days.from, language), to: dayOf(week.days.to, language) };
  const end = link ? filled(say.link, { link }) : say.noLink;
  return {
    subject: filled(say.subject, { name, ...days }),
    text: [filled(say.days, days), ...[linesOf(week, language).join('\n'), end], say.why].join('\n\n'),
  };
}

function linesOf({ report }: Week, language: ConsoleLanguage): string[] {
  const { totals: now, before } = report;
  const then = before.totals;
  const say = weeklyPhrases[language];
  const number = (value: number, digits = 0) => numberIn(language, value, digits);
  const rated = (score: number | null, count: number) =>
    score === null ? say.nobodyRated : filled(say.rated, { score: number(score, 1), count: number(count) });
  const long = (seconds: number | null) => (seconds === null ? say.none : duration(seconds));
  const known = (seconds: number | null) => (seconds === null ? null : duration(seconds));
  const percent = (part: number, whole: number) => (whole ? ` (${Math.round((100 * part) / whole)} %)` : '');
  const line = (what: string, value: string, was: string | null) =>
    `${what}: ${value}${was === null ? '' : filled(say.before, { was })}`;
  const byAi = number(now.resolvedByAi) + percent(now.resolvedByAi, now.closed);
  return [
    line(say.conversations, number(now.conversations), number(then.conversations)),
    line(say.resolvedByAi, byAi, number(then.resolvedByAi)),
    line(say.withPerson, number(now.withPerson), number(then.withPerson)),
    line(say.firstResponse, long(now.firstResponse.median), known(then.firstResponse.median)),
    line(say.nextResponse, long(now.nextResponse.median), known(then.nextResponse.median)),
    line(say.resolution, long(now.resolution.median), known(then.resolution.median)),
    line(
      say.rating,
      rated(now.averageScore, now.rated),
      then.averageScore === null ? null : number(then.averageScore, 1),
    ),
  ];
}

/** In digits that order numbers have, too. */
const localeOf = (language: ConsoleLanguage): string =>
  ({ en: 'en-GB', pt: 'pt-BR', ar: 'ar-u-nu-latn' })[language as string] ?? language;

const dayOf = (day: string, language: ConsoleLanguage) =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    Date.parse(day),
  );

const numberIn = (language: ConsoleLanguage, value: number, digits: number) =>
  new Intl.NumberFormat(localeOf(language), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
