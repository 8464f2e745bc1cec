// Tools that an organization declares, and what came of each call.
import type { NewTool, ToolCall } from '../protocol/tools';
import type { Page } from '../sessions/store';

export interface ToolRow extends Omit<NewTool, 'ownerPath'> {
  id: string;
  ownerPath: string | null;
  createdAt: Date;
  updatedAt: Date;
}

type Given = Omit<NewTool, 'ownerPath'> & { ownerPath: string | null };

export interface Tools {
  /** Newest first. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: Record<never, never>,
    page: { limit: number; cursor?: string },
  ): Promise<Page<ToolRow>>;
  get(organizationId: string, id: string): Promise<ToolRow | undefined>;
  /** @throws `conflict` when the name is taken */
  create(organizationId: string, tool: Given): Promise<ToolRow>;
  update(organizationId: string, id: string, change: Partial<Given>): Promise<ToolRow | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
}

export interface NewToolCall extends Omit<ToolCall, 'id' | 'createdAt'> {
  organizationId: string;
  sessionId: string;
}

export interface ToolCallStore {
  /** Nothing, where the session's customer is erased. */
  record(call: NewToolCall): Promise<void>;
  /** The newest of a session, newest first. */
  list(organizationId: string, sessionId: string, limit: number): Promise<ToolCall[]>;
}
