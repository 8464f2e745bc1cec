import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = ['language varchar(35)', 'sentiment varchar(20)'];

/** What few closed sessions have is found without walking through all of them; the open ones are few. */
const indexes = [
  [
    'idx_sessions_language',
    `sessions (organization_id, language, settled_at, id) WHERE language IS NOT NULL`,
  ],
  [
    'idx_sessions_sentiment',
    `sessions (organization_id, sentiment, settled_at, id) WHERE sentiment IS NOT NULL`,
  ],
  [
    'idx_sessions_priority',
    `sessions (organization_id, priority, settled_at, id) WHERE priority <> 'normal'`,
  ],
  ['idx_sessions_channel_type', 'sessions (organization_id, channel_type, settled_at, id)'],
];

/** How a customer feels and speaks, as a handover and what came after it told. */
export class SessionMoods1700000000346 implements MigrationInterface {
  readonly name = 'SessionMoods1700000000346';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of columns) await runner.query(`ALTER TABLE sessions ADD ${column}`);
    for (const [name, on] of indexes) await runner.query(`CREATE INDEX ${name} ON ${on}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of indexes) await runner.query(`DROP INDEX ${name}`);
    await runner.query('ALTER TABLE sessions DROP COLUMN language, DROP COLUMN sentiment');
  }
}
