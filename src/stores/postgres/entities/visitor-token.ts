import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Channel } from './channel';
import { Customer } from './customer';
import { Organization } from './organization';

@Entity('visitor_tokens')
@Index('idx_visitor_tokens_customer_id', ['customerId'])
@Index('idx_visitor_tokens_organization_id', ['organizationId'])
export class VisitorToken {
  /** SHA-256, hex. */
  @PrimaryColumn({ name: 'token_hash', type: 'character varying', length: 64 })
  tokenHash!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @ForeignKey(() => Customer, { onDelete: 'CASCADE' })
  @Column({ name: 'customer_id', type: 'uuid' })
  customerId!: string;

  @ForeignKey(() => Channel, { onDelete: 'CASCADE' })
  @Column({ name: 'channel_id', type: 'uuid' })
  channelId!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamp with time zone', default: () => 'CURRENT_TIMESTAMP' })
  lastUsedAt!: Date;
}
