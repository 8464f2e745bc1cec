import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organization } from './organization';

@Entity('message_search')
@Index('idx_message_search_newest', ['organizationId', 'at'])
@Index('idx_message_search_tsv', ['tsv'], { type: 'gin' })
export class MessageSearch {
  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @PrimaryColumn({ name: 'session_id', type: 'uuid' })
  sessionId!: string;

  @PrimaryColumn({ name: 'seq', type: 'integer' })
  seq!: number;

  @Column({ name: 'tsv', type: 'tsvector' })
  tsv!: string;

  @Column({ name: 'at', type: 'timestamp with time zone', default: () => 'now()' })
  at!: Date;

  /** Of the session's own row (seq 0): up to which message all are there. */
  @Column({ name: 'up_to', type: 'integer', nullable: true })
  upTo!: number | null;
}
