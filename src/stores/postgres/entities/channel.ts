import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

@Entity('channels')
export class Channel {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'name', type: 'character varying', length: 100 })
  name!: string;

  /** web, whatsapp or email. */
  @Column({ name: 'type', type: 'character varying', length: 50 })
  type!: string;

  /** Public: names the channel in the web snippet and in URLs. */
  @Column({ name: 'key', type: 'character varying', length: 64 })
  key!: string;

  @Column({ name: 'config', type: 'jsonb', default: () => "'{}'" })
  config!: Record<string, unknown>;

  /** { ok, lastError?, lastEventAt? } */
  @Column({ name: 'health', type: 'jsonb', default: () => "'{}'" })
  health!: Record<string, unknown>;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
