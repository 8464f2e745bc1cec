import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organization } from './organization';

@Entity('idempotency_keys')
@Index('idx_idempotency_keys_created_at', ['createdAt'])
export class IdempotencyKey {
  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @PrimaryColumn({ name: 'route', type: 'character varying', length: 255 })
  route!: string;

  @PrimaryColumn({ name: 'key', type: 'character varying', length: 255 })
  key!: string;

  /** SHA-256 of the body, hex. */
  @Column({ name: 'request_hash', type: 'character varying', length: 64 })
  requestHash!: string;

  /** HTTP status of the first answer; null while it is worked on. */
  @Column({ name: 'status', type: 'integer', nullable: true })
  status!: number | null;

  @Column({ name: 'response', type: 'jsonb', nullable: true })
  response!: unknown;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;
}
