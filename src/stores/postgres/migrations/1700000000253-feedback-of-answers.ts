import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which answer a customer's word is on: so it counts for the articles that the answer used. */
export class FeedbackOfAnswers1700000000253 implements MigrationInterface {
  readonly name = 'FeedbackOfAnswers1700000000253';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE answer_feedback ADD COLUMN message_id uuid`);
    await runner.query(`CREATE INDEX idx_answer_feedback_message_id ON answer_feedback (message_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE answer_feedback DROP COLUMN message_id`);
  }
}
