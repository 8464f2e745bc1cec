import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('customer_identities')
export class CustomerIdentity {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'customer_id', type: 'uuid' })
  customerId!: string;

  /** phone, whatsapp, email or external. */
  @Column({ name: 'kind', type: 'character varying', length: 20 })
  kind!: string;

  @Column({ name: 'value', type: 'character varying', length: 320 })
  value!: string;

  /** Of a WhatsApp user id: the business account, or the channel, on which it is one. */
  @Column({ name: 'scope', type: 'character varying', length: 64, default: '' })
  scope!: string;

  /** jwt, channel, agent or none. */
  @Column({ name: 'proved_by', type: 'character varying', length: 20, default: 'none' })
  provedBy!: string;

  @Column({ name: 'proved_at', type: 'timestamp with time zone', nullable: true })
  provedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;
}
