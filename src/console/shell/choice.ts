import type { IconName } from '../icons';

/** A line of the command bar. */
export interface Choice {
  key: string;
  label: string;
  icon: IconName;
  /** Another word for it, which finds it too. */
  also?: string;
  /** What does the same without the bar, pressed together. */
  keys?: readonly string[];
  run: () => void;
}
