import type { SlaTarget } from '../protocol/model/sla';

/** A customer was promised something by `dueAt` and did not get it. Times are ISO 8601. */
export interface SlaBreach {
  target: SlaTarget;
  /** Since when they waited: with the target it names the promise in its session. */
  since: string;
  dueAt: string;
  policyId: string;
  policyName: string;
  /** It came, too late. */
  endedAt?: string;
}
