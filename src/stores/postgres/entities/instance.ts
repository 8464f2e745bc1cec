import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('instance')
export class InstanceValue {
  @PrimaryColumn({ name: 'key', type: 'character varying', length: 100 })
  key!: string;

  @Column({ name: 'value', type: 'jsonb' })
  value!: unknown;
}
