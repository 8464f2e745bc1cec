// What the core asks of routing: who gets a session.
import type { ChannelType } from '../protocol/model/channel';

export interface AgentRef {
  id: string;
  name: string;
}

export interface TeamRef {
  id: string;
  name: string;
}

/** What is asked of an agent who shall get a session. */
export interface WantsAgent {
  channelType: ChannelType;
  customerId: string;
  specialty?: string;
  /** As in BCP 47; unset: that of `belongs`. */
  language?: string;
  /** Whose members come first. */
  teamId?: string;
  /** What says which team it belongs to; where nothing does, it stays with the one above. */
  belongs?: {
    labels: readonly string[];
    /** As in BCP 47. */
    language: string;
    channelId: string;
  };
  /** ISO time since when it waits in the queue; unset: it is about to. */
  queuedAt?: string;
  /** Who gave it to the team: only where nobody else can take it. */
  givenUpBy?: string;
  /** Who had it and neither opened nor answered it: gets it again once they have gone online since `exceptedAt`, an ISO time. */
  exceptAgentId?: string;
  exceptedAt?: string;
}

/**
 * Chooses who gets each session, undefined where nobody has room, and runs `record`, which must write that into log and
 * rows, before anybody else chooses in this organization. `record` gets undefined when nothing could be decided, and
 * the teams that it may belong to by `belongs`.
 */
export type AssignAgents = <T>(
  organizationId: string,
  wanted: readonly WantsAgent[],
  record: (agents: Array<AgentRef | undefined> | undefined, teams: Array<TeamRef | undefined>) => Promise<T>,
) => Promise<T>;
