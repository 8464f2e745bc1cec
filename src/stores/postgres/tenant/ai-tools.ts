import type { McpServers, ToolCallStore, Tools } from '../../../ai-tools/store';
import type { ToolCall } from '../../../protocol/tools';
import { say } from '../../../protocol/server-texts/said';
import { McpServer, Tool } from '../entities';
import { inOrder, pageOfIds, type WithOrganization } from '../sql/paging';
import { customersNamed } from './privacy/erasure-guard';
import { createTable } from './table';

export function createToolStore(withOrganization: WithOrganization): Tools {
  return createTable<Tool, Parameters<Tools['create']>[1]>({
    withOrganization,
    entity: Tool,
    table: 'tools',
    sentences: { taken: say('tool_name_taken'), used: 'This tool is in use.' },
  });
}

export function createMcpServerStore(withOrganization: WithOrganization): McpServers {
  return createTable<McpServer, Parameters<McpServers['create']>[1]>({
    withOrganization,
    entity: McpServer,
    table: 'mcp_servers',
    sentences: { taken: say('server_name_taken'), used: 'This server is in use.' },
  });
}

type Row = Omit<ToolCall, 'status' | 'why' | 'createdAt'> & {
  status: number | null;
  why: string | null;
  createdAt: Date;
};

export function createToolCallStore(withOrganization: WithOrganization): ToolCallStore {
  return {
    record: ({ organizationId, sessionId, ...call }) =>
      withOrganization(organizationId, async (manager) => {
        const there = await customersNamed(manager, [sessionId]);
        if (there.length === 0 || there.some(({ erased }) => erased)) return;
        const { tool, outcome, status = null, latencyMs, why = null } = call;
        await manager.query(
          `INSERT INTO tool_calls (organization_id, session_id, tool, arguments, outcome, status, latency_ms, why)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [organizationId, sessionId, tool, JSON.stringify(call.arguments), outcome, status, latencyMs, why],
        );
      }),

    list: (organizationId, sessionId, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'tool_calls', organizationId, where: 'session_id = $2', parameters: [sessionId] },
          page,
        );
        const rows = await manager.query<Row[]>(
          `SELECT id, tool, arguments, outcome, status, latency_ms AS "latencyMs", why, created_at AS "createdAt"
           FROM tool_calls WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toCall), nextCursor };
      }),

    expire: (organizationId, before) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown[], number]>(
          'DELETE FROM tool_calls WHERE organization_id = $1 AND created_at < $2',
          [organizationId, before],
        );
        return count;
      }),
  };
}

function toCall({ status, why, createdAt, ...row }: Row): ToolCall {
  return {
    ...row,
    ...(status !== null && { status }),
    ...(why !== null && { why }),
    createdAt: createdAt.toISOString(),
  };
}
