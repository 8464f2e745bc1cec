// Whether a playbook is offered in a conversation: pure.
import type { PlaybookWhen } from '../../protocol/playbooks';

export interface Case {
  labels: readonly string[];
  channelType: string;
  /** What the customer wrote, the subject, what the AI took them to want; asked only where words are looked for. */
  said(): Promise<readonly string[]>;
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Letters and digits that go on make it another word: "cat" is not in "education". */
function has(text: string, words: string): boolean {
  const wanted = plain(words).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${wanted}(?![\\p{L}\\p{N}])`, 'u').test(plain(text));
}

/** One that names nothing is chosen by hand. */
export async function fits(when: PlaybookWhen, one: Case): Promise<boolean> {
  const { label, words, channelType } = when;
  if (!label && !words && !channelType) return false;
  if (channelType && !channelType.some((type) => type === one.channelType)) return false;
  if (label && !label.some((name) => one.labels.includes(name))) return false;
  if (!words) return true;
  const said = await one.said();
  return words.some((word) => said.some((text) => has(text, word)));
}
