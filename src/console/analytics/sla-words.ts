// The SLA by whose it was, in words, in files, and as what is asked for behind them: pure.
import type { SlaBreakdown, SlaFigures } from '../../protocol/sla-figures';
import { priorityWords } from '../inbox/views/filter-words';
import { targetWords } from '../sla/sla-texts';
import { languageName } from '../text/language-name';
import { breakdownWords, noneWords } from './figure-words';
import { share } from './ranges';
import { t } from '../i18n/translate';

type Row = SlaFigures['rows'][number];

export const slaByWords: Record<SlaBreakdown, string> = {
  policy: t('Policy'),
  agent: breakdownWords.agent,
  team: breakdownWords.team,
  channel: breakdownWords.channel,
  priority: t('Priority'),
  label: breakdownWords.label,
  language: breakdownWords.language,
};

export const keptShare = ({ kept, missed }: { kept: number; missed: number }) => share(kept, kept + missed);

export function slaRowName({ key, name }: Row, by: SlaBreakdown): string {
  if (by === 'priority') return key === null ? t('Not known') : (priorityWords[key as 'high'] ?? key);
  if (by === 'policy') return name ?? t('Policy');
  if (key === null) return noneWords[by];
  if (by === 'label') return key;
  if (by === 'language') return languageName(key);
  return name ?? `${slaByWords[by]} ${key.slice(0, 8)}`;
}

const parameters: Record<SlaBreakdown, string> = {
  policy: 'policyId',
  agent: 'agentId',
  team: 'teamId',
  channel: 'channelId',
  priority: 'priority',
  label: 'label',
  language: 'language',
};

/** What the conversations behind a row are asked by. */
export const slaQuery = ({ key, target }: Row, by: SlaBreakdown): Record<string, string> => ({
  [parameters[by]]: key ?? 'none',
  ...(target && { target }),
});

export function slaTable(rows: readonly Row[], by: SlaBreakdown): string[][] {
  const isPolicy = by === 'policy';
  const head = [t('Kept'), t('Broken|promise'), t('Kept in the days before'), t('Broken in the days before')];
  return [
    [slaByWords[by], ...(isPolicy ? [t('Promised')] : []), ...head],
    ...rows.map((row) => [
      slaRowName(row, by),
      ...(isPolicy ? [row.target ? targetWords[row.target] : ''] : []),
      ...[row.kept, row.missed, row.before.kept, row.before.missed].map(String),
    ]),
  ];
}
