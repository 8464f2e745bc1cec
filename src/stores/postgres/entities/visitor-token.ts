import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity('visitor_tokens')
export class VisitorToken {
  /** SHA-256, hex. */
  @PrimaryColumn({ name: 'token_hash', type: 'character varying', length: 64 })
  tokenHash!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'customer_id', type: 'uuid' })
  customerId!: string;

  @Column({ name: 'channel_id', type: 'uuid' })
  channelId!: string;

  /** When the sign-in ends; absent for anonymous visitors. */
  @Column({ name: 'expires_at', type: 'timestamp with time zone', nullable: true })
  expiresAt!: Date | null;

  /** Of the identity secret that signed it. */
  @Column({ name: 'secret_stamp', type: 'character varying', length: 16, nullable: true })
  secretStamp!: string | null;

  /** Whom the same browser was before it signed in. */
  @Column({ name: 'anonymous_customer_id', type: 'uuid', nullable: true })
  anonymousCustomerId!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamp with time zone', default: () => 'CURRENT_TIMESTAMP' })
  lastUsedAt!: Date;
}
