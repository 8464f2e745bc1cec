// A customer whom an answer of the AI did not reach is a person's. The row says whom nobody was told of yet: whatever ends in
// between, the next sweep goes on.
import { DomainError } from '../../errors';
import type { Log } from '../../log';
import type { Deliveries, DeliveryPlace, Unnotified } from '../store';

export interface UndeliveredDeps {
  deliveries: Pick<Deliveries, 'unnotified' | 'markNotified'>;
  /** A message of the AI did not arrive, or may not have: the customer is a person's from now on. */
  undelivered(place: DeliveryPlace, reason: string): Promise<void>;
  log: Log;
}

export async function handOverUndelivered(
  deps: UndeliveredDeps,
  which: { sessionId?: string; limit: number },
): Promise<void> {
  for (const unnotified of await deps.deliveries.unnotified(which)) {
    try {
      await handOver(deps, unnotified);
    } catch (error) {
      deps.log.warn(
        { err: error, sessionId: unnotified.sessionId },
        'could not hand over a session whose answer did not arrive',
      );
    }
  }
}

async function handOver(
  { deliveries, undelivered }: UndeliveredDeps,
  { tryId, delivery, error, ...place }: Unnotified,
) {
  const what =
    delivery === 'failed' ? "The AI's answer did not arrive" : "Nobody knows whether the AI's answer arrived";
  try {
    await undelivered(place, error === '' ? `${what}.` : `${what}: ${error}`);
  } catch (failed) {
    // A session that is gone has nobody who waits.
    if (!(failed instanceof DomainError && failed.code === 'not_found')) throw failed;
  }
  await deliveries.markNotified(tryId);
}
