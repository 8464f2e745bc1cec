import type { IconName } from '../icons';

/** A line of the command bar. */
export interface Choice {
  key: string;
  label: string;
  icon: IconName;
  /** Another word for it, which finds it too. */
  also?: string;
  run: () => void;
}
