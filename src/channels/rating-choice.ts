// A rating by a button: its id names the conversation, so that a late tap rates the one that was asked about.
import type { Choice } from './channel';

/** Of the answers from good to bad. */
const scores = [5, 3, 1] as const;

const form = /^rating:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}):([135])$/;

/** @param titles good, middling, bad */
export function ratingChoices(sessionId: string, titles: readonly [string, string, string]): Choice[] {
  return titles.map((title, at) => ({ id: `rating:${sessionId}:${scores[at]}`, title }));
}

/** Which conversation the choice rates, and how; undefined for any other choice. */
export function ratingOf(choiceId: string): { sessionId: string; score: number } | undefined {
  const found = form.exec(choiceId);
  return found ? { sessionId: found[1]!, score: Number(found[2]) } : undefined;
}
