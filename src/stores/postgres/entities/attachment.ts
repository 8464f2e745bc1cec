import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('attachments')
export class Attachment {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

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

  /** Pixels of a picture that has a preview. */
  @Column({ name: 'width', type: 'integer', nullable: true })
  width!: number | null;

  @Column({ name: 'height', type: 'integer', nullable: true })
  height!: number | null;

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
