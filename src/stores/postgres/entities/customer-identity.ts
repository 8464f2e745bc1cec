import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Customer } from './customer';
import { Organization } from './organization';

@Entity('customer_identities')
@Unique(['organizationId', 'kind', 'value'])
@Index('idx_customer_identities_customer_id', ['customerId'])
export class CustomerIdentity {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @ForeignKey(() => Organization, { onDelete: 'CASCADE' })
  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @ForeignKey(() => Customer, { onDelete: 'CASCADE' })
  @Column({ name: 'customer_id', type: 'uuid' })
  customerId!: string;

  /** phone, whatsapp, email or external. */
  @Column({ name: 'kind', type: 'character varying', length: 20 })
  kind!: string;

  @Column({ name: 'value', type: 'character varying', length: 320 })
  value!: string;

  /** jwt, channel, agent or none. */
  @Column({ name: 'proved_by', type: 'character varying', length: 20, default: 'none' })
  provedBy!: string;

  @Column({ name: 'proved_at', type: 'timestamp with time zone', nullable: true })
  provedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;
}
