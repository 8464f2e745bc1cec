// A route is a value: method, path and permission from the table in api/index.ts, schemas and behaviour from its resource's file.
import type { z } from 'zod';
import type { FieldError } from '../../errors';
import type { Permission, Principal } from '../../identity/principal';
import type { Upload } from './upload';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler gets: what it may do has been checked, what it was given has been validated. */
export interface OpenCall<Params = unknown, Query = unknown, Body = unknown> {
  params: Params;
  query: Query;
  body: Body;
  file?: UploadedFile;
  /** Value of a cookie. */
  cookie(name: string): string | undefined;
  /** The caller's network address. */
  address: string;
  userAgent: string | undefined;
  /** True behind TLS: cookies are marked Secure. */
  secure: boolean;
}

export interface Call<Params = unknown, Query = unknown, Body = unknown> extends OpenCall<
  Params,
  Query,
  Body
> {
  principal: Principal;
}

export interface UploadedFile {
  fileName: string;
  mediaType: string;
  /** Empty where the upload went into a folder. */
  bytes: Buffer;
  path?: string;
}

/** An answer with headers; a handler that needs none answers the body alone. */
export class Answer<Body> {
  /** What the audit log is to say of it besides. */
  audit?: Record<string, unknown>;

  constructor(
    readonly body: Body,
    readonly headers: Record<string, string>,
    /** Nothing was made: the route's `foundStatus`. */
    readonly found = false,
  ) {}

  audited(audit: Record<string, unknown>): this {
    this.audit = audit;
    return this;
  }
}

/** The text of a JSON body, in pieces: for one that need not fit into memory. */
export class Streamed {
  constructor(readonly json: AsyncIterable<string>) {}
}

interface Traits {
  summary: string;
  /** A file in the multipart field `file`, instead of a body. */
  upload?: Upload;
  /** Whose limit is counted; default: api. */
  limit?: 'upload';
  /** Default: 200, or 204 without a response schema. */
  status?: number;
  /** Status of an answer about what was there already (`Answer.found`). */
  foundStatus?: 200;
  /** A POST that changes nothing, or keeps only what its caller has not said yet: it is neither recorded nor kept for its Idempotency-Key. */
  readOnly?: true;
  /** Fields of the answer that are shown once and never stored. */
  shownOnce?: readonly string[];
  /** What else is wrong, by what is stored, with a body that is not valid: nobody saves twice to read both. */
  moreErrors?(given: { principal: Principal; params: unknown; body: unknown }): Promise<FieldError[]>;
  /** Largest JSON body in bytes; default 1 MiB. */
  maxBytes?: number;
}

interface Schemas {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response?: z.ZodType;
}

export interface Endpoint extends Traits, Schemas {
  handle(call: Call): Promise<unknown>;
}

export interface OpenEndpoint extends Traits, Schemas {
  handle(call: OpenCall): Promise<unknown>;
}

/** A permission, or all of several; 'signed_in': whoever has any valid token. 'public': anybody. */
export type Guard = Permission | readonly Permission[] | 'signed_in' | 'public';

export function permissionsOf(guard: Guard): readonly Permission[] {
  if (guard === 'signed_in' || guard === 'public') return [];
  return typeof guard === 'string' ? [guard] : guard;
}

type Shown = Pick<Route, 'method' | 'path' | 'response' | 'status' | 'readOnly'>;

export function statusOf({ status, response }: Shown): number {
  return status ?? (response ? 200 : 204);
}

/** Its answer is kept for its Idempotency-Key. What auth and widget/sessions answer holds tokens, which are never stored. */
export function isKept({ method, path, readOnly }: Shown): boolean {
  return method === 'post' && !path.startsWith('auth/') && path !== 'widget/sessions' && !readOnly;
}

/** What it changes can be read at the same place: `If-Match` names the state that it was in. */
export function hasVersion({ method, path }: Shown, all: readonly Shown[]): boolean {
  const changes = method === 'put' || method === 'patch' || method === 'delete';
  return changes && all.some((other) => other.method === 'get' && other.path === path);
}

export type Route = Traits &
  Schemas & {
    /** `noun.verb`: the operation's name in the description and in the audit log. */
    name: string;
    method: Method;
    /** Below /api/v1/, with `:id`. */
    path: string;
    guard: Guard;
    handle(call: Call): Promise<unknown>;
  };

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Given = z.ZodType | undefined;

interface Typed<P extends Given, Q extends Given, B extends Given, R extends Given, C> extends Traits {
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  handle(
    call: C,
  ): Promise<R extends z.ZodType ? z.input<R> | Answer<z.input<R> | Streamed> : void | Answer<undefined>>;
}

/** Ties the handler's types to its schemas. */
export function endpoint<
  P extends Given = undefined,
  Q extends Given = undefined,
  B extends Given = undefined,
  R extends Given = undefined,
>(typed: Typed<P, Q, B, R, Call<Output<P>, Output<Q>, Output<B>>>): Endpoint {
  return typed as unknown as Endpoint;
}

/** The same, for callers who are not signed in. */
export function openEndpoint<
  P extends Given = undefined,
  Q extends Given = undefined,
  B extends Given = undefined,
  R extends Given = undefined,
>(typed: Typed<P, Q, B, R, OpenCall<Output<P>, Output<Q>, Output<B>>>): OpenEndpoint {
  return typed as unknown as OpenEndpoint;
}
