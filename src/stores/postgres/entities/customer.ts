import type { Block } from '../../../customers/store';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

@Entity('customers')
export class Customer {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'external_id', type: 'character varying', length: 255, nullable: true })
  externalId!: string | null;

  @Column({ name: 'first_name', type: 'character varying', length: 100, nullable: true })
  firstName!: string | null;

  @Column({ name: 'last_name', type: 'character varying', length: 100, nullable: true })
  lastName!: string | null;

  @Column({ name: 'email', type: 'character varying', length: 255, nullable: true })
  email!: string | null;

  @Column({ name: 'phone', type: 'character varying', length: 50, nullable: true })
  phone!: string | null;

  @Column({ name: 'metadata', type: 'jsonb', default: () => "'{}'" })
  metadata!: Record<string, unknown>;

  /** By the keys that the organization declares. */
  @Column({ name: 'attributes', type: 'jsonb', default: () => "'{}'" })
  attributes!: Record<string, string | number | boolean>;

  /** Where the customer belongs. */
  @Column({ name: 'company_id', type: 'uuid', nullable: true })
  companyId!: string | null;

  /** How much that company counts; a trigger writes it. */
  @Column({ name: 'company_tier', type: 'character varying', length: 20, nullable: true })
  companyTier!: string | null;

  /** What they are found by: triggers keep it. */
  @Column({ name: 'spelled', type: 'text', nullable: true, select: false, insert: false, update: false })
  spelled!: string | null;

  /** Why, by whom and until when nothing that the customer writes is taken. */
  @Column({ name: 'blocked', type: 'jsonb', nullable: true })
  blocked!: Block | null;

  /** Nothing of the customer is remembered beyond a conversation. */
  @Column({ name: 'no_memory', type: 'boolean', default: false })
  noMemory!: boolean;

  /** Nothing that was said until then is remembered. */
  @Column({ name: 'memory_forgotten_at', type: 'timestamp with time zone', nullable: true })
  memoryForgottenAt!: Date | null;

  /** Nothing of the customer may be written any more. */
  @Column({ name: 'erased_at', type: 'timestamp with time zone', nullable: true })
  erasedAt!: Date | null;

  /** Of the identities that it had (`Seal.mark`), while raw events may come from before. */
  @Column({ name: 'erased_marks', type: 'text', array: true, default: () => "'{}'" })
  erasedMarks!: string[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
