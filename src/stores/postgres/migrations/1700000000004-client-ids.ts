import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A customer's clientMessageId is unique among all messages of the customer: sent again after another session began, it is
 * still the first message. Everybody else's is unique in its session.
 */
export class ClientIds1700000000004 implements MigrationInterface {
  readonly name = 'ClientIds1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    // The later one keeps its words, its number and the id in its document.
    await runner.query(`
      UPDATE messages later SET client_message_id = NULL
      FROM messages first
      WHERE first.client_message_id = later.client_message_id AND first.customer_id = later.customer_id
        AND first.sender = 'customer' AND later.sender = 'customer'
        AND (first.timestamp, first.session_id) < (later.timestamp, later.session_id)`);
    await runner.query('DROP INDEX messages_client_message_id');
    // Client ids come first: they are nearly unique, so each index finds by them alone as well.
    await runner.query(`
      CREATE UNIQUE INDEX messages_customers_client_id ON messages (client_message_id, customer_id)
      WHERE client_message_id IS NOT NULL AND sender = 'customer'`);
    await runner.query(`
      CREATE UNIQUE INDEX messages_others_client_id ON messages (client_message_id, session_id)
      WHERE client_message_id IS NOT NULL AND sender <> 'customer'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX messages_customers_client_id, messages_others_client_id');
    await runner.query(`
      CREATE UNIQUE INDEX messages_client_message_id ON messages (client_message_id, session_id)
      WHERE client_message_id IS NOT NULL`);
  }
}
