import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Article } from './article';
import { Organization } from './organization';

@Entity('knowledge_documents')
@Index('idx_knowledge_documents_organization_id', ['organizationId'])
@Index('idx_knowledge_documents_article_id', ['articleId'])
export class KnowledgeDocument {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @ForeignKey(() => Article, { onDelete: 'SET NULL' })
  @Column({ name: 'article_id', type: 'uuid', nullable: true })
  articleId!: string | null;

  @Column({ name: 'file_name', type: 'text' })
  fileName!: string;

  @Column({ name: 'media_type', type: 'character varying', length: 255 })
  mediaType!: string;

  /** Bytes. */
  @Column({ name: 'size', type: 'integer' })
  size!: number;

  /** SHA-256, hex. */
  @Column({ name: 'content_hash', type: 'character varying', length: 64 })
  contentHash!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;
}
