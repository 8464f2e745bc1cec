import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { LastMessage } from '../../../protocol/model/session';
import { Channel } from './channel';
import { Customer } from './customer';
import { Organization } from './organization';

@Entity('sessions')
@Index('idx_sessions_organization_id', ['organizationId'])
@Index('idx_sessions_customer_id', ['customerId'])
@Index('idx_sessions_channel_id', ['channelId'])
@Index('idx_sessions_agent_id', ['agentId'])
@Index('idx_sessions_status', ['status'])
@Index('idx_sessions_started_at', ['startedAt'])
@Index('uq_sessions_open', ['channelId', 'customerId'], { unique: true, where: `status <> 'closed'` })
@Index('idx_sessions_list', ['organizationId', 'lastMessageAt', 'id'])
@Index('idx_sessions_waiting', ['organizationId', 'queuedAt'], { where: `status = 'waiting'` })
@Index('idx_sessions_overdue', ['awaitingSince'], { where: `status = 'active'` })
export class SessionRow {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @ForeignKey(() => Customer)
  @Column({ name: 'customer_id', type: 'uuid' })
  customerId!: string;

  @ForeignKey(() => Channel)
  @Column({ name: 'channel_id', type: 'uuid' })
  channelId!: string;

  @Column({ name: 'agent_id', type: 'uuid', nullable: true })
  agentId!: string | null;

  @Column({ name: 'channel_type', type: 'character varying', length: 50 })
  channelType!: string;

  @Column({ name: 'status', type: 'character varying', length: 50, default: 'active' })
  status!: string;

  @Column({ name: 'head_seq', type: 'integer', default: 0 })
  headSeq!: number;

  @Column({ name: 'last_message', type: 'jsonb', nullable: true })
  lastMessage!: LastMessage | null;

  /** Milliseconds, as JavaScript tells them apart: a cursor holds one. */
  @Column({
    name: 'last_message_at',
    type: 'timestamp with time zone',
    precision: 3,
    default: () => 'CURRENT_TIMESTAMP',
  })
  lastMessageAt!: Date;

  @Column({ name: 'team_received', type: 'integer', default: 0 })
  teamReceived!: number;

  @Column({ name: 'team_read_up_to', type: 'integer', default: 0 })
  teamReadUpTo!: number;

  @Column({ name: 'team_read', type: 'integer', default: 0 })
  teamRead!: number;

  @Column({ name: 'customer_received', type: 'integer', default: 0 })
  customerReceived!: number;

  @Column({ name: 'customer_read_up_to', type: 'integer', default: 0 })
  customerReadUpTo!: number;

  @Column({ name: 'customer_read', type: 'integer', default: 0 })
  customerRead!: number;

  @Column({ name: 'subject', type: 'text', nullable: true })
  subject!: string | null;

  @Column({ name: 'labels', type: 'text', array: true, default: () => "'{}'" })
  labels!: string[];

  @Column({ name: 'priority', type: 'character varying', length: 20, default: 'normal' })
  priority!: string;

  @Column({ name: 'agent_name', type: 'character varying', length: 100, nullable: true })
  agentName!: string | null;

  @Column({ name: 'queued_at', type: 'timestamp with time zone', nullable: true })
  queuedAt!: Date | null;

  @Column({ name: 'awaiting_since', type: 'timestamp with time zone', nullable: true })
  awaitingSince!: Date | null;

  @Column({ name: 'specialty', type: 'character varying', length: 100, nullable: true })
  specialty!: string | null;

  @Column({ name: 'ai_turns', type: 'integer', default: 0 })
  aiTurns!: number;

  @Column({ name: 'started_at', type: 'timestamp with time zone', default: () => 'CURRENT_TIMESTAMP' })
  startedAt!: Date;

  @Column({ name: 'ended_at', type: 'timestamp with time zone', nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'metadata', type: 'jsonb', default: () => "'{}'" })
  metadata!: Record<string, unknown>;
}
