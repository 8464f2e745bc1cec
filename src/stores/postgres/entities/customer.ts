import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { Organization } from './organization';

@Entity('customers')
@Unique(['organizationId', 'externalId'])
@Index('idx_customers_organization_id', ['organizationId'])
@Index('idx_customers_external_id', ['externalId'])
@Index('idx_customers_email', ['email'])
@Index('idx_customers_phone', ['phone'])
export class Customer {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
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

  /** Nothing of the customer may be written any more. */
  @Column({ name: 'erased_at', type: 'timestamp with time zone', nullable: true })
  erasedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamp with time zone' })
  updatedAt!: Date;
}
