// Settings as a run takes them: today's, and what a draft makes of them. Pure.
import { z } from 'zod';
import { aiSettings, answersSettings } from '../../protocol/answers';
import type { LabDraft } from '../../protocol/answer-tests';

/** What the responder reads, of both categories. */
export const tried = z.object({ ...aiSettings.shape, ...answersSettings.shape });
export type Tried = z.infer<typeof tried>;

export const cautions = answersSettings.shape.caution.unwrap().options;

/** Where each is kept. */
export const categories: Record<keyof LabDraft, 'ai' | 'answers'> = {
  caution: 'answers',
  confidenceFloor: 'ai',
  turnCap: 'ai',
};

/** Null takes a value back: the default holds. */
export function withDraft(settings: Tried, draft: LabDraft): Tried {
  const merged = { ...settings, ...draft };
  return tried.parse(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
}

export function areSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(tried.parse(one)) === JSON.stringify(tried.parse(other));
}
