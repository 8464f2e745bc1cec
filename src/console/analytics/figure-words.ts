// What each figure means, in plain words.
import type { Breakdown, Bucket, Figures, FiguresBreakdown } from '../../protocol/figures';
import { languageName } from '../text/language-name';
import { t } from '../i18n/translate';

export const meanings = {
  conversations: t(
    'Conversations that began in these days. Every other figure is about these conversations, too.',
  ),
  resolvedByAi: t(
    'Closed, answered by the AI, and no person was asked for, took it or wrote; the customer did not begin another conversation within 24 hours. The share is of those that are closed.',
  ),
  withPerson: t('Closed after they had gone to people: handed over, taken or answered by one.'),
  firstResponse: t(
    "From when the customer waited for a person to that person's first answer, once a conversation. The middle one: half waited no longer. Nine of ten waited no longer than the second number. It counts for whoever gave it, whoever has the conversation.",
  ),
  nextResponse: t(
    "Each later answer of a person, from the customer's first word that it answers: the middle one, and the time that nine of ten did not exceed. Notes, the AI and rules do not count; nights and days off do, as for the first response. It counts for whoever gave it, whoever has the conversation.",
  ),
  resolution: t(
    'From the first message to the close, of those that are closed. The middle one, and the time that nine of ten did not exceed.',
  ),
  rating: t('The mean of what customers gave, 1 to 5. Satisfied is who gave 4 or 5.'),
  answers: t(
    "From a question to the AI's answer: the middle one, and the time that nine of ten did not exceed.",
  ),
  unanswered: t(
    'Ended by neither: closed, and nobody had answered, or the customer came back within 24 hours of what the AI had said.',
  ),
  promises: t(
    'Promises of the SLA that were kept, of those kept or broken in these days, for whoever had the conversation at that time.',
  ),
  saved: t(
    'Conversations that the AI resolved, times the minutes that one would have taken a person. The minutes are yours to say.',
  ),
};

export const breakdownWords: Record<Exclude<Breakdown, 'trigger' | 'score'>, string> = {
  agent: t('Agent'),
  team: t('Team'),
  channel: t('Channel'),
  label: t('Label'),
  language: t('Language'),
};

export const noneWords: Record<Breakdown, string> = {
  agent: t('Nobody'),
  team: t('No team'),
  channel: t('No channel'),
  label: t('No label'),
  language: t('Not known'),
  trigger: t('Not handed over'),
  score: t('Not rated'),
};

const triggers: Record<string, string> = {
  requested: t('Asked for a person'),
  low_confidence: t('The AI was not sure'),
  sentiment: t('The customer was upset'),
  rule: t('A rule of yours'),
  turn_cap: t('Too many turns with the AI'),
  failure: t('The AI failed'),
};

type Row = FiguresBreakdown['rows'][number];

export function rowName({ key, name }: Row, by: Breakdown): string {
  if (key === null) return noneWords[by];
  if (by === 'language') return languageName(key);
  if (by === 'trigger') return triggers[key] ?? key;
  if (by === 'score') return t('{key} of 5', { key });
  return name ?? (by === 'label' ? key : `${breakdownWords[by]} ${key.slice(0, 8)}`);
}

const parameters: Record<Breakdown, string> = {
  agent: 'agentId',
  team: 'teamId',
  channel: 'channelId',
  label: 'label',
  language: 'language',
  trigger: 'trigger',
  score: 'score',
};

/** What the sessions behind a row are asked by. */
export const rowQuery = ({ key }: Row, by: Breakdown) => ({ [parameters[by]]: key ?? 'none' });

/** What was promised, by the key of the row that it is of. */
export type KeptByKey = ReadonlyMap<string | null, { kept: number; missed: number }>;

const head = [
  t('Conversations'),
  t('Closed'),
  t('Resolved by the AI'),
  t('With people'),
  t('Ended by neither'),
  t('Handed over'),
  t('First response, median seconds'),
  t('First response, nine of ten, seconds'),
  t('Next response, median seconds'),
  t('Next response, nine of ten, seconds'),
  t('Until closed, median seconds'),
  t('Until closed, nine of ten, seconds'),
  t('Rated'),
  t('Satisfied'),
  t('Mean rating'),
];

function cells(row: Figures): string[] {
  const { firstResponse: first, nextResponse: next, resolution } = row;
  const rounded = [first.median, first.p90, next.median, next.p90, resolution.median, resolution.p90].map(
    (seconds) => (seconds === null ? null : Math.round(seconds)),
  );
  const all = [
    row.conversations,
    row.closed,
    row.resolvedByAi,
    row.withPerson,
    row.unanswered,
    row.handedOver,
    ...rounded,
    row.rated,
    row.satisfied,
    row.averageScore === null ? null : row.averageScore.toFixed(2),
  ];
  return all.map((value) => (value === null ? '' : String(value)));
}

type Piece = Figures & { from: string };

/** As programs sort it: 2026-03-27, or 2026-03-27 14:00, in the viewer's zone. */
function begins(from: string, bucket: Bucket): string {
  const time = bucket === 'hour' ? ({ timeStyle: 'short' } as const) : {};
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...time }).format(Date.parse(from));
}

/** A table for programs: what is not known is empty, not 0. */
export function pieceTable(pieces: readonly Piece[], bucket: Bucket): string[][] {
  return [[t('From'), ...head], ...pieces.map((piece) => [begins(piece.from, bucket), ...cells(piece)])];
}

export function rowTable(
  rows: readonly Row[],
  by: keyof typeof breakdownWords,
  keptByKey: KeptByKey,
): string[][] {
  const kept = ({ key }: Row) => {
    const found = keptByKey.get(key);
    return found ? [String(found.kept), String(found.missed)] : ['', ''];
  };
  return [
    [breakdownWords[by], ...head, t('Promises kept'), t('Promises broken')],
    ...rows.map((row) => [rowName(row, by), ...cells(row), ...kept(row)]),
  ];
}
