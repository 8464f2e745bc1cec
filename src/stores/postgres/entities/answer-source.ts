import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Answer } from './answer';
import { Organization } from './organization';

@Entity('answer_sources')
@Index('idx_answer_sources_answer_id', ['answerId'])
@Index('idx_answer_sources_organization_id', ['organizationId'])
export class AnswerSource {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @ForeignKey(() => Answer, { onDelete: 'CASCADE' })
  @Column({ name: 'answer_id', type: 'uuid' })
  answerId!: string;

  @Column({ name: 'article_id', type: 'uuid' })
  articleId!: string;

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
