// Whether a playbook is offered in a conversation: pure.
import type { PlaybookWhen } from '../../protocol/playbooks';

export interface Case {
  labels: readonly string[];
  channelType: string;
  /** What the customer wrote, the subject, what the AI took them to want, by `comparable`; asked only where words are looked for. */
  said(): Promise<string>;
}

/** Everybody else waits while words are looked for: what was said longer ago is not looked at. */
const looked = 20_000;

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** @param texts the newest last; of all that is too long, the newest stays */
export function comparable(texts: readonly string[]): string {
  const all: string[] = [];
  let left = looked;
  for (const text of texts.toReversed()) {
    if (left <= 0) break;
    const kept = plain(text.slice(0, left)).slice(0, left);
    all.push(kept);
    left -= kept.length;
  }
  // No word goes from one text into another.
  return all.join('\0');
}

/** Letters and digits that go on make it another word: "cat" is not in "education". */
function hasOne(said: string, words: readonly string[]): boolean {
  const near = words.map(plain).filter((word) => said.includes(word));
  if (near.length === 0) return false;
  const wanted = near.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted})(?![\\p{L}\\p{N}])`, 'u').test(said);
}

/** One that names nothing is chosen by hand. */
export async function fits(when: PlaybookWhen, one: Case): Promise<boolean> {
  const { label, words, channelType } = when;
  if (!label && !words && !channelType) return false;
  if (channelType && !channelType.some((type) => type === one.channelType)) return false;
  if (label && !label.some((name) => one.labels.includes(name))) return false;
  if (!words) return true;
  return hasOne(await one.said(), words);
}
