// What waited to be sent when an archive was taken has been sent since, as far as anybody knows: a restore sends nothing again.
import type { Connection } from 'mongoose';
import type { Client } from 'pg';

const batch = 500;

/**
 * Deliveries that were not settled are `uncertain`, also of messages that had no row yet; the log follows its rows. What was
 * scheduled is held, rules begin anew, and no device is told of what was news then.
 * @param client inside the transaction that holds the rows
 * @returns how many
 */
export async function settleUnsent(client: Client, mongo: Connection | undefined): Promise<number> {
  const why = 'It waited when the backup was taken. Send it again only if the customer does not have it.';
  const rows = await client.query(
    `UPDATE deliveries SET state = 'uncertain', leased_until = NULL, changed_at = now(), last_error = $1
     WHERE state IN ('queued', 'sending')`,
    [why],
  );
  const add = async (from: string, values: unknown[]) => {
    const added = await client.query(
      `INSERT INTO deliveries (organization_id, session_id, channel_id, seq, sender, state, last_error)
       SELECT organization_id, session_id, channel_id, seq, sender, 'uncertain', $1 FROM ${from}
       ON CONFLICT (session_id, seq) DO NOTHING`,
      [why, ...values],
    );
    return added.rowCount ?? 0;
  };
  await holdWhatActs(client);
  let settled = rows.rowCount ?? 0;
  settled += await add(`messages WHERE doc ->> 'delivery' IN ('queued', 'sending')`, []);
  for await (const found of mongo ? unsentIn(mongo) : [])
    settled += await add(
      `jsonb_to_recordset($2::jsonb)
         AS found (organization_id uuid, session_id uuid, channel_id uuid, seq int, sender text)`,
      [JSON.stringify(found)],
    );
  return settled;
}

/** What would write by itself waits for a person, and rules look at nothing that was before. */
async function holdWhatActs(client: Client): Promise<void> {
  await client.query(
    `UPDATE scheduled_messages SET held_because = 'It waited when the backup was taken. Send it only if the customer does not have it.'
     WHERE held_because IS NULL`,
  );
  await client.query(
    `UPDATE automation_runs SET status = 'stopped', due_at = NULL, why = 'It was not over when the backup was taken.'
     WHERE status = 'pending'`,
  );
  await client.query(`UPDATE automation_rules SET active_since = now() WHERE active_since IS NOT NULL`);
  // No conversation began before it: none says it.
  await client.query(`UPDATE attribute_changes SET created_at = 'epoch'`);
  await client.query('UPDATE push_news SET due_at = NULL');
}

async function* unsentIn(mongo: Connection): AsyncGenerator<object[]> {
  let found: object[] = [];
  const unsent = mongo.collection('messages').find({ delivery: { $in: ['queued', 'sending'] } });
  for await (const one of unsent) {
    const { organizationId, sessionId, channelId, seq, sender } = one;
    found.push({
      organization_id: organizationId as string,
      session_id: sessionId as string,
      channel_id: channelId as string,
      seq: Number(seq),
      sender: sender as string,
    });
    if (found.length < batch) continue;
    yield found;
    found = [];
  }
  if (found.length > 0) yield found;
}
