import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { NewTool } from '../../../protocol/tools';

@Entity('tools')
export class Tool {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'name', type: 'character varying', length: 50 })
  name!: string;

  @Column({ name: 'description', type: 'text' })
  description!: string;

  @Column({ name: 'url_template', type: 'text' })
  urlTemplate!: string;

  /** Values are sealed. */
  @Column({ name: 'headers', type: 'jsonb' })
  headers!: Record<string, string>;

  @Column({ name: 'answer', type: 'jsonb' })
  answer!: NewTool['answer'];

  @Column({ name: 'object_type', type: 'character varying', length: 50 })
  objectType!: string;

  /** externalId, email or phone. */
  @Column({ name: 'identity', type: 'character varying', length: 20 })
  identity!: NewTool['identity'];

  @Column({ name: 'owner_path', type: 'character varying', length: 200, nullable: true })
  ownerPath!: string | null;

  @Column({ name: 'timeout_ms', type: 'integer' })
  timeoutMs!: number;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
