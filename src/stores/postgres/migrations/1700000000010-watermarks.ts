import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Unread counts become watermarks: how many messages each reader got, up to which one it has read, and how many those are.
 * Where the log is in this database they are counted; elsewhere what was unread stays so, and the sweep compares.
 */
export class Watermarks1700000000010 implements MigrationInterface {
  readonly name = 'Watermarks1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions
      ADD COLUMN team_received integer NOT NULL DEFAULT '0',
      ADD COLUMN team_read_up_to integer NOT NULL DEFAULT '0',
      ADD COLUMN team_read integer NOT NULL DEFAULT '0',
      ADD COLUMN customer_received integer NOT NULL DEFAULT '0',
      ADD COLUMN customer_read_up_to integer NOT NULL DEFAULT '0',
      ADD COLUMN customer_read integer NOT NULL DEFAULT '0'`);
    await runner.query('UPDATE sessions SET team_received = unread, customer_received = customer_unread');
    await runner.query(`
      UPDATE sessions SET team_received = counted.team, team_read = counted.team_read, team_read_up_to = counted.team_up_to,
        customer_received = counted.customer, customer_read = counted.customer_read, customer_read_up_to = counted.customer_up_to
      FROM (
        SELECT s.id,
          count(*) FILTER (WHERE by_customer) AS team,
          count(*) FILTER (WHERE by_customer AND is_read) AS team_read,
          coalesce(max(seq) FILTER (WHERE by_customer AND is_read), 0) AS team_up_to,
          count(*) FILTER (WHERE NOT by_customer) AS customer,
          count(*) FILTER (WHERE NOT by_customer AND is_read) AS customer_read,
          coalesce(max(seq) FILTER (WHERE NOT by_customer AND is_read), 0) AS customer_up_to
        FROM sessions s
        JOIN (SELECT *, sender = 'customer' AS by_customer FROM messages) m ON m.session_id = s.id AND m.seq <= s.head_seq
        WHERE m.type NOT IN ('system', 'handover', 'note')
        GROUP BY s.id
      ) AS counted WHERE counted.id = sessions.id`);
    await runner.query('ALTER TABLE sessions DROP COLUMN unread, DROP COLUMN customer_unread');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions
      ADD COLUMN unread integer NOT NULL DEFAULT '0', ADD COLUMN customer_unread integer NOT NULL DEFAULT '0'`);
    await runner.query(
      'UPDATE sessions SET unread = team_received - team_read, customer_unread = customer_received - customer_read',
    );
    await runner.query(`ALTER TABLE sessions
      DROP COLUMN team_received, DROP COLUMN team_read_up_to, DROP COLUMN team_read,
      DROP COLUMN customer_received, DROP COLUMN customer_read_up_to, DROP COLUMN customer_read`);
  }
}
