// One JSON-RPC 2.0 message of the Model Context Protocol, and its errors.
import { z } from 'zod';
import { text } from '../../protocol/model/text-types';

/** The last two are MCP's own. */
export const codes = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  headerMismatch: -32_020,
  version: -32_022,
} as const;

/** An answer that is an error of the protocol, and the HTTP status that it goes with. */
export class RpcError extends Error {
  readonly status: number;
  readonly data: unknown;

  constructor(
    readonly code: number,
    message: string,
    { status = 200, data }: { status?: number; data?: unknown } = {},
  ) {
    super(message);
    this.status = status;
    this.data = data;
  }
}

const message = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([text(200), z.int()]).optional(),
  method: text(200),
  params: z.looseObject({}).optional(),
});
export type RpcMessage = z.infer<typeof message>;

/** @throws RpcError for what is no JSON, and for anything but one message */
export function readMessage(body: unknown): RpcMessage {
  const given = parsed(typeof body === 'string' ? body : '');
  const { data, success } = message.safeParse(given);
  if (!success) throw new RpcError(codes.request, 'Send one JSON-RPC 2.0 message.', { status: 400 });
  return data;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new RpcError(codes.parse, 'This is not JSON.', { status: 400 });
  }
}
