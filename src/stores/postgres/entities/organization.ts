import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

@Entity('organizations')
export class Organization {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'name', type: 'character varying', length: 255 })
  name!: string;

  /** Of its help centre's address. */
  @Column({ name: 'slug', type: 'character varying', length: 63, nullable: true })
  slug!: string | null;

  @Column({ name: 'subscription_tier', type: 'character varying', length: 50, default: 'free' })
  subscriptionTier!: string;

  @Column({ name: 'subscription_status', type: 'character varying', length: 50, default: 'active' })
  subscriptionStatus!: string;

  @Column({ name: 'max_agents', type: 'integer', default: 1 })
  maxAgents!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
