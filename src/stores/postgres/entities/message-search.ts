import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organization } from './organization';

@Entity('message_search')
@Index('idx_message_search_organization_id', ['organizationId'])
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
}
