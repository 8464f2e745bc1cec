// One call of a tool: an address made of a template, a GET through the one way out, and of the answer what the schema names.
import { DomainError } from '../errors';
import type { NewTool, ToolField } from '../protocol/tools';
import type { SafeFetch } from '../tools/safe-fetch';

export type Taken = Record<string, string | number | boolean>;

export type CallOutcome = { latencyMs: number; status?: number } & (
  | { outcome: 'found'; taken: Taken }
  | { outcome: 'none' }
  /** One sentence; it holds no secret. */
  | { outcome: 'failed'; why: string }
);

type Callable = Pick<NewTool, 'urlTemplate' | 'headers' | 'answer' | 'identity' | 'ownerPath' | 'timeoutMs'>;

const maxBytes = 200_000;
const longestText = 1_000;

/** Never rejects. */
export async function callTool(
  fetch: SafeFetch,
  tool: Callable,
  values: Partial<Record<ToolField, string>>,
): Promise<CallOutcome> {
  const askedAt = performance.now();
  const after = <T extends object>(outcome: T) => ({
    ...outcome,
    latencyMs: Math.round(performance.now() - askedAt),
  });
  let status: number | undefined;
  try {
    const answer = await fetch(addressOf(tool.urlTemplate, values), {
      headers: { accept: 'application/json', ...tool.headers },
      timeoutMs: tool.timeoutMs,
      maxBytes,
      followsRedirects: false,
    });
    status = answer.status;
    const body = await answer.text();
    return after({ status, ...judged(tool, values, { status, body }) });
  } catch (error) {
    return after({ outcome: 'failed' as const, ...(status !== undefined && { status }), why: whyOf(error) });
  }
}

function judged(
  tool: Callable,
  values: Partial<Record<ToolField, string>>,
  { status, body }: { status: number; body: string },
): { outcome: 'found'; taken: Taken } | { outcome: 'none' } | { outcome: 'failed'; why: string } {
  if (status === 404 || status === 410) return { outcome: 'none' };
  if (status < 200 || status > 299)
    return failed(
      status >= 300 && status < 400
        ? `It leads elsewhere (${status}); name the last address.`
        : `It answered ${status}.`,
    );
  const json = parsed(body);
  if (json === undefined) return failed('It did not answer with JSON.');
  const { ownerPath, identity } = tool;
  if (ownerPath !== undefined && !isSame(valueAt(json, ownerPath), values[identity]))
    return { outcome: 'none' };
  return take(tool.answer, json);
}

const failed = (why: string) => ({ outcome: 'failed' as const, why });

/** Every value is a piece of a path or of a query, and never more. @throws `invalid` for one that would be a step up */
export function addressOf(template: string, values: Partial<Record<ToolField, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name as ToolField] ?? '';
    if (value === '' || /^\.{1,2}$/.test(value))
      throw new DomainError('invalid', `There is no ${name} to ask with.`);
    return encodeURIComponent(value);
  });
}

function take(answer: NewTool['answer'], json: unknown) {
  const taken: Taken = {};
  for (const [name, { type, path = name }] of Object.entries(answer.properties)) {
    const value = valueAt(json, path);
    if (value === undefined || value === null) {
      if (answer.required?.includes(name)) return failed(`${path} is missing in the answer.`);
      continue;
    }
    const kind = typeof value;
    const fits = type === 'integer' ? Number.isInteger(value) : kind === type;
    if (!fits) return failed(`${path} should be ${type}, and is ${Array.isArray(value) ? 'a list' : kind}.`);
    taken[name] = kind === 'string' ? (value as string).slice(0, longestText) : (value as number | boolean);
  }
  return { outcome: 'found' as const, taken };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** `orders.0.state`: names and places joined by dots. */
function valueAt(json: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, key) =>
        typeof part === 'object' && part !== null && Object.hasOwn(part, key)
          ? (part as Record<string, unknown>)[key]
          : undefined,
      json,
    );
}

const isSame = (found: unknown, own: string | undefined): boolean =>
  own !== undefined &&
  (typeof found === 'string' || typeof found === 'number') &&
  String(found).trim().toLowerCase() === own.trim().toLowerCase();

function whyOf(error: unknown): string {
  return error instanceof DomainError ? error.message : 'The call failed.';
}
