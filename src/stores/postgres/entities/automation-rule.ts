import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { NewRule } from '../../../protocol/automation-rules';

@Entity('automation_rules')
export class AutomationRule {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'name', type: 'character varying', length: 80 })
  name!: string;

  /** Since when it is switched on; null while it is not. */
  @Column({ name: 'active_since', type: 'timestamp with time zone', nullable: true })
  activeSince!: Date | null;

  @Column({ name: 'position', type: 'integer', default: 0 })
  position!: number;

  @Column({ name: 'definition', type: 'jsonb' })
  definition!: Pick<NewRule, 'when' | 'if' | 'then'>;

  /** Of its webhooks, sealed. */
  @Column({ name: 'secret', type: 'text' })
  secret!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
