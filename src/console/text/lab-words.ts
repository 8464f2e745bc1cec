// What the answer lab says of verdicts, counts and settings.
import type { LabDraft, LabRun, Verdict, VerdictCounts } from '../../protocol/answer-tests';

export const verdictWords: Record<Verdict, string> = {
  right: 'Right',
  wrong: 'Wrong',
  asked_back: 'Asked back',
  handed_over: 'Handed over',
};

export const cautionWords = {
  cautious: 'Cautious',
  balanced: 'Balanced',
  eager: 'Eager',
} as const;
export type Caution = keyof typeof cautionWords;

/** "31 of 40 right, 1 wrong, 3 asked back, 5 handed over" */
export function countsSaid({ right, wrong, asked_back, handed_over }: VerdictCounts): string {
  const all = right + wrong + asked_back + handed_over;
  return `${right} of ${all} right, ${wrong} wrong, ${asked_back} asked back, ${handed_over} handed over`;
}

/** "+2", "−1"; '' where nothing has changed. */
export function change(now: number, before: number | undefined): string {
  if (before === undefined || now === before) return '';
  return now > before ? `+${now - before}` : `−${before - now}`;
}

export function draftSaid(draft: LabDraft | undefined): string {
  if (!draft) return 'Today’s settings';
  const { caution, confidenceFloor, turnCap } = draft;
  const parts = [
    caution !== undefined && (caution === null ? 'caution as by default' : cautionWords[caution]),
    confidenceFloor !== undefined &&
      (confidenceFloor === null
        ? 'measured certainty'
        : `at least ${Math.round(confidenceFloor * 100)} % sure`),
    turnCap !== undefined && (turnCap === null ? 'answers as by default' : `at most ${turnCap} answers`),
  ].filter((part) => part !== false);
  return `Draft: ${parts.join(', ')}`;
}

/** Whether a draft is one to be asked about before it is published. */
export function isWorse({ counts, before }: Pick<LabRun, 'counts' | 'before'>): boolean {
  return before !== undefined && (counts.wrong > before.wrong || counts.right < before.right);
}
