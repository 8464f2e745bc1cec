import type { MigrationInterface, QueryRunner } from 'typeorm';

const name = 'fk_coaching_notes_session_id';
const replaced = (then: string) =>
  `ALTER TABLE coaching_notes DROP CONSTRAINT ${name},
     ADD CONSTRAINT ${name} FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE ${then}`;

/** A note on a conversation goes with it: without its name nobody would find the words of its customer any more. */
export class NotesOfSessions1700000000590 implements MigrationInterface {
  readonly name = 'NotesOfSessions1700000000590';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(replaced('CASCADE'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(replaced('SET NULL'));
  }
}
