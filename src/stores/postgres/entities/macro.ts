import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { MacroSteps } from '../../../protocol/macros';

@Entity('macros')
export class Macro {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  /** Whose own it is; null: the team's. */
  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ name: 'shortcut', type: 'character varying', length: 40 })
  shortcut!: string;

  @Column({ name: 'title', type: 'character varying', length: 100 })
  title!: string;

  @Column({ name: 'steps', type: 'jsonb' })
  steps!: MacroSteps;

  @Column({ name: 'uses', type: 'integer', default: 0 })
  uses!: number;

  @Column({ name: 'last_used_at', type: 'timestamp with time zone', nullable: true })
  lastUsedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
