// Times every request, and names it by what it is, not by what it was called with.
import type { Request, RequestHandler, Response } from 'express';

export interface AnsweredRequest {
  request: {
    /** The pattern, such as `/api/v1/sessions/:id`; 'none' where no route took it, as with browser files. */
    route: string;
    method: string;
    /** '2xx', or 'aborted' when the caller left before the end. */
    status: string;
  };
  seconds: number;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function timeRequests(answered: (request: AnsweredRequest) => void): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
      const method = methods.has(request.method) ? request.method : 'other';
      const seconds = (performance.now() - began) / 1000;
      answered({ request: { route: routeOf(request, response), method, status }, seconds });
    });
    next();
  };
}

/** For a router that is mounted at a path: its patterns begin there. */
export function mountedAt(path: string): RequestHandler {
  return (_request, response, next) => {
    response.locals['mountedAt'] = path;
    next();
  };
}

function routeOf(request: Request, response: Response): string {
  const pattern = (request.route as { path: string | string[] } | undefined)?.path;
  if (pattern === undefined) return 'none';
  const [path] = [pattern].flat();
  return `${(response.locals['mountedAt'] as string | undefined) ?? ''}${path}`;
}
