// An insight as a sentence.
import type { Insight } from '../../protocol/insights';
import { languageName } from '../text/language-name';
import { dateOf } from '../text/time';

/** "Conversations labelled “refund” doubled: 42 after 19 to 22 a week" */
export function insightSentence(insight: Pick<Insight, 'kind' | 'name' | 'count' | 'before'>): string {
  const { count, before } = insight;
  const [least, most] = [Math.min(...before), Math.max(...before)];
  const range = least === most ? String(least) : `${least} to ${most}`;
  const after = most === 0 ? 'none in the four weeks before' : `${range} a week`;
  return `${subject(insight)} ${growth(count, before)}: ${count} after ${after}`;
}

const dayMs = 86_400_000;

/** The seven days, both named ones among them: "20 November 2026 to 26 November 2026" */
export const insightDays = ({ from, until }: Pick<Insight, 'from' | 'until'>, locale?: string): string =>
  `${dateOf(from, locale)} to ${dateOf(new Date(Date.parse(until) - dayMs).toISOString(), locale)}`;

function subject({ kind, name }: Pick<Insight, 'kind' | 'name'>): string {
  switch (kind) {
    case 'conversations':
      return 'Conversations';
    case 'label':
      return `Conversations labelled “${name}”`;
    case 'language':
      return `Conversations in ${languageName(name)}`;
    case 'article':
      return `Questions about “${name}”`;
    case 'unanswered':
      return 'Questions that no article answers';
  }
}

function growth(count: number, before: readonly number[]): string {
  const mean = before.reduce((sum, one) => sum + one, 0) / before.length;
  if (mean === 0) return 'are new';
  const times = count / mean;
  if (times < 1.8) return `rose by ${Math.round((times - 1) * 100)} %`;
  if (times < 2.5) return 'doubled';
  if (times < 3.5) return 'tripled';
  return `are ${Math.round(times)} times as many`;
}
