import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  /** Lower case. */
  @Column({ name: 'email', type: 'character varying', length: 255 })
  email!: string;

  @Column({ name: 'password_hash', type: 'character varying', length: 255 })
  passwordHash!: string;

  @Column({ name: 'first_name', type: 'character varying', length: 100, nullable: true })
  firstName!: string | null;

  @Column({ name: 'last_name', type: 'character varying', length: 100, nullable: true })
  lastName!: string | null;

  /** admin, supervisor or agent. */
  @Column({ name: 'role', type: 'character varying', length: 50, default: 'user' })
  role!: string;

  @Column({ name: 'organization_id', type: 'uuid', nullable: true })
  organizationId!: string | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;

  @Column({ name: 'last_login_at', type: 'timestamp with time zone', nullable: true })
  lastLoginAt!: Date | null;
}
