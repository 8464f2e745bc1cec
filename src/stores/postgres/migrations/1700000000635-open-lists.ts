import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In UTC, whatever the time zone of who asks. */
const hour = `date_trunc('hour', NEW.last_message_at AT TIME ZONE 'UTC')`;

/**
 * Lists of open sessions by their last message, without sorting all that are open. A message changes `last_message_at`, so no
 * index may name it (see SessionLists1700000000090); the hour of it changes with the first message of an hour alone. What is of
 * one hour is sorted when it is read. Not a generated column: adding one writes every row anew, while nobody can read. A trigger
 * keeps it, whoever writes.
 */
export class OpenLists1700000000635 implements MigrationInterface {
  readonly name = 'OpenLists1700000000635';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'ALTER TABLE sessions ADD last_message_hour timestamp(0)',
      `CREATE FUNCTION keep_last_message_hour() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
         NEW.last_message_hour := ${hour};
         RETURN NEW; END $$`,
      `CREATE TRIGGER hour_of_last_message BEFORE INSERT OR UPDATE ON sessions FOR EACH ROW
         WHEN (NEW.last_message_hour IS DISTINCT FROM ${hour}) EXECUTE FUNCTION keep_last_message_hour()`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'DROP TRIGGER hour_of_last_message ON sessions',
      'DROP FUNCTION keep_last_message_hour()',
      'ALTER TABLE sessions DROP COLUMN last_message_hour',
    ])
      await runner.query(statement);
  }
}
