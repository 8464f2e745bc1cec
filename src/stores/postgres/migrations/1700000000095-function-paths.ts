import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A function that runs as the owner finds names in our schema only. Temporary tables come last: where they are not named they
 * come first, and whoever may make one decides what the owner reads.
 */
export class FunctionPaths1700000000095 implements MigrationInterface {
  readonly name = 'FunctionPaths1700000000095';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DO $$
      DECLARE name regprocedure;
      BEGIN
        FOR name IN SELECT oid FROM pg_proc WHERE prosecdef AND pronamespace = current_schema()::regnamespace LOOP
          EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', name, current_schema());
        END LOOP;
      END $$`);
  }

  /** The earlier paths held no more than the safe ones. */
  async down(): Promise<void> {}
}
