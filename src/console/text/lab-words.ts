// What the answer lab says of verdicts, counts and settings.
import type { LabDraft, LabRun, Verdict, VerdictCounts } from '../../protocol/answer-tests';
import { listed, t } from '../i18n/translate';

export const verdictWords: Record<Verdict, string> = {
  right: t('Right'),
  wrong: t('Wrong'),
  asked_back: t('Asked back'),
  handed_over: t('Handed over'),
};

export const cautionWords = {
  cautious: t('Cautious'),
  balanced: t('Balanced'),
  eager: t('Eager'),
} as const;
export type Caution = keyof typeof cautionWords;

/** "31 of 40 right, 1 wrong, 3 asked back, 5 handed over" */
export function countsSaid({ right, wrong, asked_back, handed_over }: VerdictCounts): string {
  const all = right + wrong + asked_back + handed_over;
  return t('{right} of {all} right, {wrong} wrong, {asked_back} asked back, {handed_over} handed over', {
    right,
    all,
    wrong,
    asked_back,
    handed_over,
  });
}

/** "+2", "−1"; '' where nothing has changed. */
export function change(now: number, before: number | undefined): string {
  if (before === undefined || now === before) return '';
  return now > before ? `+${now - before}` : `−${before - now}`;
}

export function draftSaid(draft: LabDraft | undefined): string {
  if (!draft) return t('Today’s settings');
  const { caution, confidenceFloor, turnCap } = draft;
  const parts = [
    caution !== undefined && (caution === null ? t('caution as by default') : cautionWords[caution]),
    confidenceFloor !== undefined &&
      (confidenceFloor === null
        ? t('measured certainty')
        : t('at least {percent} % sure', { percent: Math.round(confidenceFloor * 100) })),
    turnCap !== undefined &&
      (turnCap === null ? t('answers as by default') : t('at most {turnCap} answers', { turnCap })),
  ].filter((part) => part !== false);
  return t('Draft: {parts}', { parts: listed(parts) });
}

/** Whether a draft is one to be asked about before it is published. */
export function isWorse({ counts, before }: Pick<LabRun, 'counts' | 'before'>): boolean {
  return before !== undefined && (counts.wrong > before.wrong || counts.right < before.right);
}
