import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Organization } from './organization';

@Entity('attachments')
@Index('idx_attachments_session_id', ['sessionId'])
@Index('idx_attachments_organization_id', ['organizationId'])
@Index('idx_attachments_waiting', ['uploadedBy'], { where: 'message_key IS NULL' })
@Index('idx_attachments_taken', ['takenAt'], { where: 'taken_at IS NOT NULL' })
export class Attachment {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'session_id', type: 'uuid', nullable: true })
  sessionId!: string | null;

  @Column({ name: 'customer_id', type: 'uuid', nullable: true })
  customerId!: string | null;

  @Column({ name: 'file_name', type: 'text' })
  fileName!: string;

  @Column({ name: 'media_type', type: 'character varying', length: 255 })
  mediaType!: string;

  /** Bytes. */
  @Column({ name: 'size', type: 'integer' })
  size!: number;

  /** customers.id, users.id or api_keys.id. */
  @Column({ name: 'uploaded_by', type: 'uuid' })
  uploadedBy!: string;

  /** Of the one message that carries it: its session where an agent wrote it, and its clientMessageId. */
  @Column({ name: 'message_key', type: 'character varying', length: 200, nullable: true })
  messageKey!: string | null;

  /** When a send took it, until it is known that a message carries it. */
  @Column({ name: 'taken_at', type: 'timestamp with time zone', nullable: true })
  takenAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;
}
