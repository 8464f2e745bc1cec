// What the widget says by itself, and when: pure.
import type { ProactiveMessage } from '../../protocol/widget-settings';

export interface Visit {
  /** What was said to this browser: each text and a line break. */
  said: string;
  address: string;
  isReturning: boolean;
  /** Since this page was opened. */
  seconds: number;
}

/** The first that is for this visitor on this page by now, and was not said before. */
export function nextMessage(
  messages: readonly ProactiveMessage[],
  { said, address, isReturning, seconds }: Visit,
): ProactiveMessage | undefined {
  return messages.find(
    ({ text, page, afterSeconds, visitors }) =>
      !`\n${said}`.includes(`\n${text}\n`) &&
      (!page || address.includes(page)) &&
      seconds >= afterSeconds &&
      (visitors === 'all' || (visitors === 'returning') === isReturning),
  );
}
