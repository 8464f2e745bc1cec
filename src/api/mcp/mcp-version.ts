// Which revision of the Model Context Protocol a request speaks, and whether its headers say what its body says.
import type { Request } from 'express';
import type { RpcMessage } from './mcp-message';

/** Newest first. */
export const supported = ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26'];

const versionKey = 'io.modelcontextprotocol/protocolVersion';

export function versionOf({ params }: RpcMessage): string | undefined {
  const meta = params?.['_meta'] as Record<string, unknown> | undefined;
  const version = meta?.[versionKey];
  return typeof version === 'string' ? version : undefined;
}

/** A request that describes itself; others have shaken hands, or are about to. */
export function modern(request: Request, data: RpcMessage): boolean {
  const header = request.get('MCP-Protocol-Version');
  if (data.method === 'initialize') return false;
  if (versionOf(data) !== undefined) return true;
  return header !== undefined && (header === supported[0] || !supported.includes(header));
}

/** What of the headers is missing or says something else than the body; undefined where all is well. */
export function headersMismatch(request: Request, data: RpcMessage): string | undefined {
  const name = data.params?.['name'];
  const expected: Array<[header: string, value: unknown]> = [
    ['MCP-Protocol-Version', versionOf(data)],
    ['Mcp-Method', data.method],
    ...(data.method === 'tools/call' ? [['Mcp-Name', name] as [string, unknown]] : []),
  ];
  for (const [header, value] of expected) {
    const given = decoded(request.get(header));
    if (given === undefined) return `Header mismatch: ${header} is missing`;
    if (given !== value) return `Header mismatch: ${header} does not match the body`;
  }
  return undefined;
}

/** `=?base64?…?=` for what no header can hold. */
function decoded(value: string | undefined): string | undefined {
  const encoded = value === undefined ? null : /^=\?base64\?([A-Za-z0-9+/=]*)\?=$/.exec(value);
  return encoded ? Buffer.from(encoded[1]!, 'base64').toString('utf8') : value;
}
