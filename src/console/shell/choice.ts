import type { IconName } from '../icons';

/** A line of the command bar. */
export interface Choice {
  key: string;
  label: string;
  icon: IconName;
  run: () => void;
}
