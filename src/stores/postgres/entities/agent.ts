import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { AwayReason } from '../../../protocol/model/presence';

@Entity('agents')
export class Agent {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** What customers see. */
  @Column({ name: 'display_name', type: 'character varying', length: 100 })
  displayName!: string;

  @Column({ name: 'status', type: 'character varying', length: 50, default: 'offline' })
  status!: string;

  /** Why it is away where nobody chose it. */
  @Column({ name: 'away_reason', type: 'character varying', length: 50, nullable: true })
  awayReason!: AwayReason | null;

  @Column({ name: 'availability', type: 'character varying', length: 50, default: 'unavailable' })
  availability!: string;

  @Column({ name: 'max_concurrent_chats', type: 'integer', default: 3 })
  maxConcurrentChats!: number;

  @Column({ name: 'specialties', type: 'text', array: true, default: () => "'{}'" })
  specialties!: string[];

  /** What the agent speaks; BCP 47, without a region. */
  @Column({ name: 'languages', type: 'text', array: true, default: () => "'{}'" })
  languages!: string[];

  /** Of the file; null: none. */
  @Column({ name: 'picture_id', type: 'uuid', nullable: true })
  pictureId!: string | null;

  /** Of the console and of mails to the agent; null: as the browser wants. */
  @Column({ name: 'language', type: 'character varying', length: 35, nullable: true })
  language!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
