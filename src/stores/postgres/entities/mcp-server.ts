import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { KeptTool } from '../../../protocol/mcp-servers';

@Entity('mcp_servers')
export class McpServer {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'name', type: 'character varying', length: 20 })
  name!: string;

  @Column({ name: 'url', type: 'text' })
  url!: string;

  /** Sealed. */
  @Column({ name: 'token', type: 'text', nullable: true })
  token!: string | null;

  @Column({ name: 'tools', type: 'jsonb', default: () => "'[]'" })
  tools!: KeptTool[];

  @Column({ name: 'timeout_ms', type: 'integer' })
  timeoutMs!: number;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
