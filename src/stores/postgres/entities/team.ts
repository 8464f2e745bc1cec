import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { BusinessHours } from '../../../routing/hours';

@Entity('teams')
export class Team {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'name', type: 'character varying', length: 100 })
  name!: string;

  /** Whoever is no agent any more is no member. */
  @Column({ name: 'agent_ids', type: 'uuid', array: true, default: () => "'{}'" })
  agentIds!: string[];

  @Column({ name: 'labels', type: 'text', array: true, default: () => "'{}'" })
  labels!: string[];

  @Column({ name: 'languages', type: 'text', array: true, default: () => "'{}'" })
  languages!: string[];

  @Column({ name: 'channel_ids', type: 'uuid', array: true, default: () => "'{}'" })
  channelIds!: string[];

  /** In which its SLA counts; null: those of the organization. */
  @Column({ name: 'business_hours', type: 'jsonb', nullable: true })
  businessHours!: BusinessHours | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
