// Last week's numbers as a letter: pure.
import type { FiguresReport } from '../protocol/figures';

interface Told {
  /** Of the organization. */
  name: string;
  days: { from: string; to: string };
  report: FiguresReport;
  link: string | undefined;
}

export function weeklyWords({ name, days, report, link }: Told): { subject: string; text: string } {
  const { totals: now, before } = report;
  const then = before.totals;
  const percent = (part: number, whole: number) => (whole ? ` (${Math.round((100 * part) / whole)} %)` : '');
  const beside = (was: string | number | null) => (was === null ? '' : `; the week before: ${was}`);
  const lines = [
    `Conversations: ${now.conversations}${beside(then.conversations)}`,
    `Resolved by the AI: ${now.resolvedByAi}${percent(now.resolvedByAi, now.closed)}${beside(then.resolvedByAi)}`,
    `With people: ${now.withPerson}${beside(then.withPerson)}`,
    `First response of a person, half within: ${long(now.firstResponse.median)}${beside(known(then.firstResponse.median))}`,
    `Until closed, half within: ${long(now.resolution.median)}${beside(known(then.resolution.median))}`,
    `Rating: ${rated(now.averageScore, now.rated)}${beside(then.averageScore === null ? null : then.averageScore.toFixed(1))}`,
  ];
  const end = link ? `All of it: ${link}` : 'All of it is under Analytics in the console.';
  return {
    subject: `Conversations of ${name}, ${dayOf(days.from)} to ${dayOf(days.to)}`,
    text: [
      ...[`${dayOf(days.from)} to ${dayOf(days.to)}`, lines.join('\n'), end],
      'You get this because you switched it on under Analytics. There it can be switched off, too.',
    ].join('\n\n'),
  };
}

const dayOf = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day));

const rated = (score: number | null, count: number) =>
  score === null ? 'nobody rated' : `${score.toFixed(1)} of 5, by ${count}`;

const known = (seconds: number | null) => (seconds === null ? null : long(seconds));

function long(seconds: number | null): string {
  if (seconds === null) return 'none';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
