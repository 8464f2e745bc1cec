import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { Organization } from './organization';

@Entity('analytics')
@Unique(['organizationId', 'date'])
export class Analytics {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  /** YYYY-MM-DD. */
  @Column({ name: 'date', type: 'date' })
  date!: string;

  @Column({ name: 'total_conversations', type: 'integer', default: 0 })
  totalConversations!: number;

  @Column({ name: 'ai_resolved_conversations', type: 'integer', default: 0 })
  aiResolvedConversations!: number;

  @Column({ name: 'agent_resolved_conversations', type: 'integer', default: 0 })
  agentResolvedConversations!: number;

  @Column({ name: 'avg_response_time_seconds', type: 'double precision', nullable: true })
  avgResponseTimeSeconds!: number | null;

  @Column({ name: 'avg_resolution_time_seconds', type: 'double precision', nullable: true })
  avgResolutionTimeSeconds!: number | null;

  @Column({ name: 'avg_satisfaction_score', type: 'double precision', nullable: true })
  avgSatisfactionScore!: number | null;

  @Column({ name: 'channel_metrics', type: 'jsonb', nullable: true })
  channelMetrics!: Record<string, unknown> | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
