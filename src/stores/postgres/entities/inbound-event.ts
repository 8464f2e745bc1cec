import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Organization } from './organization';

@Entity('inbound_events')
@Unique(['channelId', 'providerId'])
@Index('idx_inbound_events_organization_id', ['organizationId'])
@Index('idx_inbound_events_pending', ['receivedAt'], { where: `status = 'pending'` })
export class InboundEvent {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'channel_id', type: 'uuid' })
  channelId!: string;

  @Column({ name: 'provider_id', type: 'character varying', length: 255 })
  providerId!: string;

  /** As it came in, byte for byte. */
  @Column({ name: 'body', type: 'bytea' })
  body!: Buffer;

  @Column({ name: 'headers', type: 'jsonb', default: () => "'{}'" })
  headers!: Record<string, string>;

  @Column({ name: 'status', type: 'character varying', length: 20, default: 'pending' })
  status!: string;

  @Column({ name: 'attempts', type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'received_at', type: 'timestamp with time zone', default: () => 'CURRENT_TIMESTAMP' })
  receivedAt!: Date;

  @Column({ name: 'processed_at', type: 'timestamp with time zone', nullable: true })
  processedAt!: Date | null;
}
