// What the core asks of routing: who gets a session.
import type { ChannelType } from '../protocol/model/channel';

export interface AgentRef {
  id: string;
  name: string;
}

/** What is asked of an agent who shall get a session. */
export interface WantsAgent {
  channelType: ChannelType;
  customerId: string;
  specialty?: string;
  /** Who had it and neither opened nor answered it. */
  exceptAgentId?: string;
}

/**
 * Chooses who gets each session, undefined where nobody has room, and runs `record`, which must write that into log and
 * rows, before anybody else chooses in this organization. `record` gets undefined when nothing could be decided.
 */
export type AssignAgents = <T>(
  organizationId: string,
  wanted: readonly WantsAgent[],
  record: (agents: Array<AgentRef | undefined> | undefined) => Promise<T>,
) => Promise<T>;
