import { DomainError } from '../errors';

/** Whether what was taken is within its limit. Rejects with everything else. */
export async function isWithin(taken: Promise<unknown>): Promise<boolean> {
  try {
    await taken;
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rate_limited') return false;
    throw error;
  }
}
