import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `CREATE INDEX idx_${table}_organization_id ON ${table} (organization_id, created_at, id)`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
];

const keys = (table: string, others: Record<string, string> = {}) =>
  Object.entries({ organization_id: 'organizations', ...others })
    .map(
      ([column, named]) =>
        `CONSTRAINT fk_${table}_${column} FOREIGN KEY (${column}) REFERENCES ${named} (id) ON DELETE CASCADE`,
    )
    .join(', ');

/** Questions with what should come of them, runs of them, and what came of each. */
export class AnswerLab1700000000230 implements MigrationInterface {
  readonly name = 'AnswerLab1700000000230';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE answer_tests (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, question text NOT NULL,
         history text array NOT NULL DEFAULT '{}', article_ids uuid array NOT NULL DEFAULT '{}',
         facts text array NOT NULL DEFAULT '{}', session_id uuid, customer_id uuid,
         created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_answer_tests PRIMARY KEY (id),
         ${keys('answer_tests', { session_id: 'sessions', customer_id: 'customers' })})`,
      `CREATE INDEX idx_answer_tests_session_id ON answer_tests (session_id)`,
      `CREATE INDEX idx_answer_tests_customer_id ON answer_tests (customer_id)`,
      ...secured('answer_tests'),
      `CREATE TABLE answer_runs (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL,
         status varchar(20) NOT NULL DEFAULT 'running', draft jsonb, today jsonb NOT NULL, error text,
         published_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz,
         CONSTRAINT pk_answer_runs PRIMARY KEY (id), ${keys('answer_runs')})`,
      // One at a time: what two ask of a model they would both wait for.
      `CREATE UNIQUE INDEX uq_answer_runs_running ON answer_runs (organization_id) WHERE status = 'running'`,
      ...secured('answer_runs'),
      `CREATE TABLE answer_run_results (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, run_id uuid NOT NULL,
         test_id uuid NOT NULL, verdict varchar(20) NOT NULL, verdict_before varchar(20), settings jsonb NOT NULL,
         answer_text text, reason text, confidence double precision NOT NULL, sources jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         CONSTRAINT pk_answer_run_results PRIMARY KEY (id),
         CONSTRAINT uq_answer_run_results_test UNIQUE (run_id, test_id),
         ${keys('answer_run_results', { run_id: 'answer_runs', test_id: 'answer_tests' })})`,
      `CREATE INDEX idx_answer_run_results_test_id ON answer_run_results (test_id)`,
      ...secured('answer_run_results'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['answer_run_results', 'answer_runs', 'answer_tests'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
