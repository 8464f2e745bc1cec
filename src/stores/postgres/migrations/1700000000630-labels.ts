import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
];

/** What is said of labels, besides which conversations have them, and the changes of labels that go through conversations. */
export class Labels1700000000630 implements MigrationInterface {
  readonly name = 'Labels1700000000630';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE labels (
         organization_id uuid NOT NULL, name varchar(50) NOT NULL, colour varchar(20),
         description varchar(200) NOT NULL DEFAULT '', created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_labels PRIMARY KEY (organization_id, name),
         CONSTRAINT fk_labels_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_labels_name ON labels (organization_id, lower(name))`,
      ...secured('labels'),
      `CREATE TABLE label_changes (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, label varchar(50) NOT NULL,
         becomes varchar(50), by_name varchar(255) NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_label_changes PRIMARY KEY (id),
         CONSTRAINT fk_label_changes_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_label_changes_label ON label_changes (organization_id, label)`,
      ...secured('label_changes'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE label_changes');
    await runner.query('DROP TABLE labels');
  }
}
