import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('answer_sources')
export class AnswerSource {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'answer_id', type: 'uuid' })
  answerId!: string;

  @Column({ name: 'article_id', type: 'uuid' })
  articleId!: string;

  @Column({ name: 'article_version', type: 'integer', nullable: true })
  articleVersion!: number | null;

  @Column({ name: 'chunk_id', type: 'character varying', length: 100 })
  chunkId!: string;

  @Column({ name: 'title', type: 'text' })
  title!: string;

  @Column({ name: 'excerpt', type: 'text' })
  excerpt!: string;

  @Column({ name: 'score', type: 'double precision' })
  score!: number;

  @Column({ name: 'rank', type: 'integer' })
  rank!: number;
}
