// Tools that an organization declares, and what came of each call.
import type { KeptTool, NewMcpServer } from '../protocol/mcp-servers';
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

export interface McpServerRow extends Omit<NewMcpServer, 'token' | 'tools'> {
  id: string;
  token: string | null;
  tools: KeptTool[];
  createdAt: Date;
  updatedAt: Date;
}

type GivenServer = Omit<McpServerRow, 'id' | 'createdAt' | 'updatedAt'>;

/** As `Tools`. */
export interface McpServers {
  list(
    organizationId: string,
    filter: Record<never, never>,
    page: { limit: number; cursor?: string },
  ): Promise<Page<McpServerRow>>;
  get(organizationId: string, id: string): Promise<McpServerRow | undefined>;
  create(organizationId: string, server: GivenServer): Promise<McpServerRow>;
  update(organizationId: string, id: string, change: Partial<GivenServer>): Promise<McpServerRow | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
}

export interface NewToolCall extends Omit<ToolCall, 'id' | 'createdAt'> {
  organizationId: string;
  sessionId: string;
}

export interface ToolCallStore {
  /** Nothing, where the session's customer is erased. */
  record(call: NewToolCall): Promise<void>;
  /** Those of a session, newest first. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    sessionId: string,
    page: { limit: number; cursor?: string },
  ): Promise<Page<ToolCall>>;
  /** Forgets what was asked before; how many calls. */
  expire(organizationId: string, before: Date): Promise<number>;
}
