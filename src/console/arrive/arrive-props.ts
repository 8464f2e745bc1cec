import type { Auth } from '../data/auth';

export interface ArriveProps {
  auth: Auth;
  /** What follows the # of the link. */
  token: string;
  /** Signed in: the console opens. */
  onDone: () => void;
}
