// A schema of its own for graphile-worker, which makes its tables there; their owner sees nothing else of ours.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createRole } from './first-security';

export const jobsRole = 'parley_jobs';
export const jobsSchema = 'parley_jobs';

export class Jobs1700000000060 implements MigrationInterface {
  name = 'Jobs1700000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createRole(jobsRole));
    await runner.query(`CREATE SCHEMA ${jobsSchema} AUTHORIZATION ${jobsRole}`);
    // Without it graphile-worker would ask to create the schema, which takes a right on the whole database.
    await runner.query(`CREATE TABLE ${jobsSchema}.migrations (
      id integer PRIMARY KEY, ts timestamptz NOT NULL DEFAULT now(), breaking boolean NOT NULL DEFAULT false
    )`);
    await runner.query(`ALTER TABLE ${jobsSchema}.migrations OWNER TO ${jobsRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SCHEMA ${jobsSchema} CASCADE`);
  }
}
