// When the last backup was made: a row of `instance` that backup writes, Health reads and no restore brings back.
import type { Client } from 'pg';

export const lastBackupKey = 'lastBackup';

/** @param client as `beginSnapshot` left it, which only reads @param at ISO 8601 */
export async function noteBackup(client: Client, at: string): Promise<void> {
  await client.query('COMMIT');
  await client.query(
    'INSERT INTO instance (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    [lastBackupKey, JSON.stringify(at)],
  );
}

export async function forgetBackup(client: Client): Promise<void> {
  await client.query('DELETE FROM instance WHERE key = $1', [lastBackupKey]);
}
