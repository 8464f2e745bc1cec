// An insight as a sentence.
import type { Insight } from '../../protocol/insights';
import { languageName } from '../text/language-name';
import { dateOf } from '../text/time';
import { t } from '../i18n/translate';

/** "Conversations labelled “refund” doubled: 42 after 19 to 22 a week" */
export function insightSentence(insight: Pick<Insight, 'kind' | 'name' | 'count' | 'before'>): string {
  const { count, before } = insight;
  const [least, most] = [Math.min(...before), Math.max(...before)];
  const range = least === most ? String(least) : t('{least} to {most}', { least, most });
  const after = most === 0 ? t('none in the four weeks before') : t('{range} a week', { range });
  return t('{subject} {growth}: {count} after {after}', {
    subject: subject(insight),
    growth: growth(count, before),
    count,
    after,
  });
}

const dayMs = 86_400_000;

/** The seven days, both named ones among them: "20 November 2026 to 26 November 2026" */
export const insightDays = ({ from, until }: Pick<Insight, 'from' | 'until'>, locale?: string): string =>
  t('{first} to {last}', {
    first: dateOf(from, locale),
    last: dateOf(new Date(Date.parse(until) - dayMs).toISOString(), locale),
  });

function subject({ kind, name }: Pick<Insight, 'kind' | 'name'>): string {
  switch (kind) {
    case 'conversations':
      return t('Conversations');
    case 'label':
      return t('Conversations labelled “{name}”', { name });
    case 'language':
      return t('Conversations in {language}', { language: languageName(name) });
    case 'article':
      return t('Questions about “{name}”', { name });
    case 'unanswered':
      return t('Questions that no article answers');
  }
}

function growth(count: number, before: readonly number[]): string {
  const mean = before.reduce((sum, one) => sum + one, 0) / before.length;
  if (mean === 0) return t('are new');
  const times = count / mean;
  if (times < 1.8) return t('rose by {percent} %', { percent: Math.round((times - 1) * 100) });
  if (times < 2.5) return t('doubled');
  if (times < 3.5) return t('tripled');
  return t('are {times} times as many', { times: Math.round(times) });
}
