import type { SlaTarget } from '../protocol/model/sla';

/** Something was due to a customer by `dueAt` and did not come. Times are ISO 8601. */
export interface SlaBreach {
  target: SlaTarget;
  /** Since when they waited: with the target it names the clock in its session. */
  since: string;
  dueAt: string;
  policyId: string;
  policyName: string;
  /** It came, too late. */
  endedAt?: string;
}
