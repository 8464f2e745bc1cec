import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('api_keys')
export class ApiKey {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'name', type: 'character varying', length: 100 })
  name!: string;

  /** SHA-256, hex. */
  @Column({ name: 'key_hash', type: 'character varying', length: 255 })
  keyHash!: string;

  @Column({ name: 'permissions', type: 'text', array: true, default: () => "'{}'" })
  permissions!: string[];

  @Column({ name: 'expires_at', type: 'timestamp with time zone', nullable: true })
  expiresAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamp with time zone', nullable: true })
  lastUsedAt!: Date | null;
}
