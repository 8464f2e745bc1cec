// What scores are called, and how they stand in a table.
import type { Criterion, QualityFigures, QualityReview } from '../../protocol/quality';
import { numeral, t } from '../i18n/translate';

/** "92.5", without a decimal that says nothing. */
export const scoreWord = (score: number | null): string =>
  score === null ? '–' : numeral(Math.round(score * 10) / 10);

export const valuesOf = ({
  scale,
}: Pick<Criterion, 'scale'>): Array<{ value: number | null; word: string }> => [
  ...(scale === 'yes_no'
    ? [
        { value: 1, word: t('Yes') },
        { value: 0, word: t('No') },
      ]
    : [1, 2, 3, 4, 5].map((value) => ({ value, word: String(value) }))),
  { value: null, word: t('Does not apply') },
];

export const valueWord = (criterion: Pick<Criterion, 'scale'>, value: number | null): string =>
  valuesOf(criterion).find((one) => one.value === value)?.word ?? '–';

/** What a key means for a criterion; undefined where it means nothing. */
export function valueOfKey({ scale }: Pick<Criterion, 'scale'>, key: string): number | null | undefined {
  const pressed = key.toLowerCase();
  if (pressed === 'x') return null;
  if (scale === 'yes_no') return { y: 1, n: 0, '1': 1, '0': 0 }[pressed];
  return /^[1-5]$/.test(pressed) ? Number(pressed) : undefined;
}

/** "3 × Tone (critical), 1 to 5" */
export const criterionWords = ({ scale, weight, critical }: Criterion): string =>
  [
    scale === 'yes_no' ? t('Yes or no') : t('1 to 5'),
    t('weight {weight}', { weight }),
    ...(critical ? [t('critical: a miss makes the whole score 0')] : []),
  ].join(' · ');

export const reviewTitle = ({ by, agentName }: Pick<QualityReview, 'by' | 'agentName'>): string =>
  by === 'ai' ? t('AI assistant') : agentName;

/** The server names what has no name of its own in English. */
export const rowName = ({ key, name }: QualityFigures['agents'][number]): string =>
  key === 'ai' ? t('AI assistant') : key === 'none' ? t('No team') : name;

/** One table of everything, for programs for tables. */
export function figureTable(figures: QualityFigures): string[][] {
  const numbers = ({
    reviewed,
    score,
    failedCritical,
  }: QualityFigures['agents'][number] | QualityFigures['weeks'][number]) => [
    String(reviewed),
    score === null ? '' : String(score),
    String(failedCritical),
  ];
  const rows = (what: string, all: QualityFigures['agents']) =>
    all.map((row) => [what, rowName(row), ...numbers(row)]);
  return [
    [t('By'), t('Name'), t('Scored'), t('Score'), t('Critical misses')],
    ...rows(t('Agent'), figures.agents),
    ...rows(t('Team'), figures.teams),
    ...rows(t('Criterion'), figures.criteria),
    ...figures.weeks.map((row) => [t('Week'), row.week, ...numbers(row)]),
  ];
}
