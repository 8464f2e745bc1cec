import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/** Secrets of channels are sealed where they lie, and whoever serves a channel notes how it fares. */
export class ChannelHealth1700000000101 implements MigrationInterface {
  readonly name = 'ChannelHealth1700000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT UPDATE (config, health) ON channels TO ${crossTenantRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE UPDATE (config, health) ON channels FROM ${crossTenantRole}`);
  }
}
