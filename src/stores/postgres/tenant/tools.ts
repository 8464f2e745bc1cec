import type { ToolCallStore, Tools } from '../../../lookups/store';
import type { ToolCall } from '../../../protocol/tools';
import { Tool } from '../entities';
import type { WithOrganization } from '../paging';
import { customersNamed } from './erasure-guard';
import { createTable } from './table';

export function createToolStore(withOrganization: WithOrganization): Tools {
  return createTable<Tool, Parameters<Tools['create']>[1]>({
    withOrganization,
    entity: Tool,
    table: 'tools',
    sentences: { taken: 'There is a tool with this name already.', used: 'This tool is in use.' },
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

    list: (organizationId, sessionId, limit) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Row[]>(
          `SELECT id, tool, arguments, outcome, status, latency_ms AS "latencyMs", why, created_at AS "createdAt"
           FROM tool_calls WHERE organization_id = $1 AND session_id = $2 ORDER BY created_at DESC, id LIMIT $3`,
          [organizationId, sessionId, limit],
        );
        return rows.map(({ status, why, createdAt, ...row }) => ({
          ...row,
          ...(status !== null && { status }),
          ...(why !== null && { why }),
          createdAt: createdAt.toISOString(),
        }));
      }),
  };
}
