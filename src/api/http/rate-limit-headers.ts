// What is left of a limit, as draft-ietf-httpapi-ratelimit-headers says it.
import type { Response } from 'express';
import type { Quota } from '../../errors';

/** What `take` of the limits tells; no quota where nothing is limited. */
export interface Taken {
  quota?: Quota;
}

export function showQuota(response: Response, { quota }: { quota?: Quota | undefined }): void {
  if (!quota) return;
  const { limit, points, seconds, left, resetAfter } = quota;
  response.set({
    'RateLimit-Policy': `"${limit}";q=${points};w=${seconds}`,
    RateLimit: `"${limit}";r=${left};t=${resetAfter}`,
  });
}
