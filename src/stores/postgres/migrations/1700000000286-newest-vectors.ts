import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest conversations' vectors of an organization. Articles' are read by their ids. */
export class NewestVectors1700000000286 implements MigrationInterface {
  readonly name = 'NewestVectors1700000000286';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX vector_embeddings_newest ON vector_embeddings (organization_id, source_type, created_at DESC, id DESC)
       WHERE source_type <> 'knowledge_base'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX vector_embeddings_newest');
  }
}
