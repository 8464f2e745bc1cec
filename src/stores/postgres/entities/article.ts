import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

@Entity('knowledge_base')
export class Article {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'external_id', type: 'character varying', length: 255, nullable: true })
  externalId!: string | null;

  @Column({ name: 'title', type: 'character varying', length: 255 })
  title!: string;

  @Column({ name: 'content', type: 'text' })
  content!: string;

  @Column({ name: 'category', type: 'character varying', length: 100, nullable: true })
  category!: string | null;

  @Column({ name: 'tags', type: 'text', array: true, default: () => "'{}'" })
  tags!: string[];

  /** Examples that people asked. */
  @Column({ name: 'questions', type: 'text', array: true, default: () => "'{}'" })
  questions!: string[];

  /** public, verified or internal. */
  @Column({ name: 'audience', type: 'character varying', length: 20, default: 'public' })
  audience!: string;

  @Column({ name: 'url', type: 'text', nullable: true })
  url!: string | null;

  /** pending, ready, failed or off. */
  @Column({ name: 'embedding_status', type: 'character varying', length: 20, default: 'pending' })
  embeddingStatus!: string;

  @Column({ name: 'embedding_error', type: 'text', nullable: true })
  embeddingError!: string | null;

  @Column({ name: 'content_hash', type: 'character varying', length: 64, nullable: true })
  contentHash!: string | null;

  /** ISO 639-1. */
  @Column({ name: 'language', type: 'character varying', length: 2, nullable: true })
  language!: string | null;

  /** 1, 2, 3…: each save makes one. */
  @Column({ name: 'version', type: 'integer', default: 1 })
  version!: number;

  /** Who saved this version; null where nobody knows. */
  @Column({ name: 'saved_by', type: 'jsonb', nullable: true })
  savedBy!: { kind: 'user' | 'api_key' | 'system'; id?: string; name: string } | null;

  /** When the page that it was imported from was found gone. */
  @Column({ name: 'page_gone_at', type: 'timestamp with time zone', nullable: true })
  pageGoneAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
