// Where restored browsers are reached is held against what a browser that subscribes is held against.
import type { Client } from 'pg';
import { DomainError } from '../errors';
import { checkEndpoint } from '../notifications/devices';
import { createResolveSafeHost } from '../tools/safe-address';

/**
 * Forgets browsers whose push service is not to be reached from here. A name that nobody knows now is asked for again at
 * each push.
 * @param client inside the transaction that holds the rows
 * @returns how many
 */
export async function forgetUnfitDevices(client: Client, fetchAllow: readonly string[]): Promise<number> {
  const checkHost = createResolveSafeHost({ allow: fetchAllow });
  const { rows } = await client.query<{ origin: string }>(
    `SELECT DISTINCT substring(endpoint FROM '^[^/]*//[^/?#]*') AS origin FROM push_devices`,
  );
  let forgotten = 0;
  for (const { origin } of rows) {
    if (await isFit(checkHost, origin)) continue;
    const { rowCount } = await client.query(
      `DELETE FROM push_devices WHERE substring(endpoint FROM '^[^/]*//[^/?#]*') = $1`,
      [origin],
    );
    forgotten += rowCount ?? 0;
  }
  return forgotten;
}

async function isFit(checkHost: Parameters<typeof checkEndpoint>[0], origin: string): Promise<boolean> {
  try {
    await checkEndpoint(checkHost, origin);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return error.code === 'unavailable';
    throw error;
  }
}
