import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passwords of the roles that the pools sign in as: nobody but the owner is granted anything here. */
export class LoginRoles1700000000040 implements MigrationInterface {
  readonly name = 'LoginRoles1700000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE login_roles (name varchar(63) PRIMARY KEY, password varchar(255) NOT NULL)',
    );
    await runner.query('ALTER TABLE login_roles ENABLE ROW LEVEL SECURITY');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_roles');
  }
}
