import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Channel } from './channel';
import { Customer } from './customer';
import { Organization } from './organization';

@Entity('visitor_tokens')
@Index('idx_visitor_tokens_customer_id', ['customerId'])
@Index('idx_visitor_tokens_organization_id', ['organizationId'])
@Index('idx_visitor_tokens_anonymous_customer_id', ['anonymousCustomerId'])
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

  /** When the sign-in ends; absent for anonymous visitors. */
  @Column({ name: 'expires_at', type: 'timestamp with time zone', nullable: true })
  expiresAt!: Date | null;

  /** Of the identity secret that signed it. */
  @Column({ name: 'secret_stamp', type: 'character varying', length: 16, nullable: true })
  secretStamp!: string | null;

  /** Whom the same browser was before it signed in. */
  @ForeignKey(() => Customer, { onDelete: 'SET NULL' })
  @Column({ name: 'anonymous_customer_id', type: 'uuid', nullable: true })
  anonymousCustomerId!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamp with time zone', default: () => 'CURRENT_TIMESTAMP' })
  lastUsedAt!: Date;
}
