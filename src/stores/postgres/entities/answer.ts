import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('answers')
export class Answer {
  @PrimaryGeneratedColumn('uuid', { name: 'id' })
  id!: string;

  @Column({ name: 'organization_id', type: 'uuid' })
  organizationId!: string;

  @Column({ name: 'session_id', type: 'uuid' })
  sessionId!: string;

  @Column({ name: 'message_id', type: 'uuid', nullable: true })
  messageId!: string | null;

  @Column({ name: 'question', type: 'text' })
  question!: string;

  @Column({ name: 'decision', type: 'character varying', length: 20 })
  decision!: string;

  /** Of a handover. */
  @Column({ name: 'trigger', type: 'character varying', length: 20, nullable: true })
  trigger!: string | null;

  @Column({ name: 'text', type: 'text', nullable: true })
  text!: string | null;

  @Column({ name: 'confidence', type: 'double precision', nullable: true })
  confidence!: number | null;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'provider', type: 'character varying', length: 50 })
  provider!: string;

  @Column({ name: 'model', type: 'character varying', length: 100, nullable: true })
  model!: string | null;

  @Column({ name: 'latency_ms', type: 'integer', nullable: true })
  latencyMs!: number | null;

  @Column({ name: 'input_tokens', type: 'integer', nullable: true })
  inputTokens!: number | null;

  @Column({ name: 'output_tokens', type: 'integer', nullable: true })
  outputTokens!: number | null;

  @Column({ name: 'cost', type: 'double precision', nullable: true })
  cost!: number | null;

  /** Answered before: 'exact' or 'near'. */
  @Column({ name: 'cached', type: 'character varying', length: 10, nullable: true })
  cached!: string | null;

  /** Somebody has seen to it that this need not be asked again. */
  @Column({ name: 'settled_at', type: 'timestamp with time zone', nullable: true })
  settledAt!: Date | null;

  /** Of a suggested reply: 'as_is', 'edited' or 'dismissed'; null while nobody has done anything with it. */
  @Column({ name: 'outcome', type: 'character varying', length: 20, nullable: true })
  outcome!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamp with time zone' })
  createdAt!: Date;
}
