// The whole of HTTP: browser files, probes, metrics, docs, the API, and what other edges mount.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { DomainError } from '../errors';
import type { Identity } from '../identity/identity';
import { sameSecret } from '../identity/secrets';
import type { Log } from '../log';
import { mountDocs } from './docs/docs';
import { createErrorHandler, unknownRoute } from './error-handler';
import { mountMcp } from './mcp/mcp';
import { createRoutes, type ApiDeps } from '.';
import { describeApi } from './docs/openapi';
import { mountedAt, timeRequests, type AnsweredRequest } from './http/request-times';
import { mountRoutes, type RouterDeps } from './http/router';

export interface Readiness {
  status: 'ready' | 'unavailable';
  /** `files` where they are kept in a bucket. */
  stores: Record<'postgres' | 'documents' | 'realtime', 'ok' | 'down'> & { files?: 'ok' | 'down' };
  /** A sentence for each store that is down. */
  why?: Partial<Record<keyof Readiness['stores'], string>>;
}

export interface HttpDeps extends ApiDeps {
  log: Log;
  limits: RouterDeps['limits'];
  secureCookies: RouterDeps['secureCookies'];
  idempotency: RouterDeps['idempotency'];
  changeTurn: RouterDeps['changeTurn'];
  /** Folder of the browser files. */
  publicDir: string;
  /** Key of the web channel that the demo page shows. */
  demoChannelKey(): Promise<string | undefined>;
  ready(): Promise<Readiness>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** Is told of every request when it ends. */
  answered(request: AnsweredRequest): void;
  metricsToken?: string;
  /** Express's `trust proxy`. */
  trustProxy: string[];
  /** Routers of other edges, such as `/webhooks` and `/api/v1/widget`; errors that they pass on are answered here. */
  mounts?: ReadonlyArray<{ path: string; handler: RequestHandler }>;
}

export function createHttp(deps: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  app.set('trust proxy', deps.trustProxy);
  app.use(timeRequests(deps.answered));
  app.use(requestLog(deps.log));
  app.use(securityHeaders(deps.identity));
  mountProbes(app, deps);
  for (const { path, handler } of deps.mounts ?? []) app.use(path, mountedAt(path), handler);
  const routes = createRoutes(deps);
  mountRoutes(app, routes, { ...deps, authenticate: deps.identity.authenticate });
  mountMcp(app, { ...deps, routes, authenticate: deps.identity.authenticate });
  mountDocs(app, () => describeApi(routes, deps.channelKinds.values()));
  mountFiles(app, deps);
  app.use(unknownRoute());
  app.use(createErrorHandler(deps.log));
  return app;
}

/** One line a request at debug, warnings for failures; no query (searches are personal), no header. */
function requestLog(log: Log): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'warn' : 'debug'),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}

/** The frame in which the console shows a stranger's mail: nothing runs, and remote pictures come only where they were asked for. */
const ofMail = {
  defaultSrc: ["'none'"],
  imgSrc: [
    'data:',
    (request: IncomingMessage) => (request.url?.endsWith('?images=remote') ? 'https:' : 'data:'),
  ],
  styleSrc: ["'unsafe-inline'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'self'"],
  // The console writes the mail into it, so that it is of one origin with it; scripts it has none.
  sandbox: ['allow-same-origin', 'allow-popups', 'allow-popups-to-escape-sandbox'],
};

type Framers = (request: IncomingMessage, response: ServerResponse) => string;

/** Plain HTTP in a house's own network is allowed: no upgrade, no HSTS. Only the widget may be framed by other sites. */
function securityHeaders({ frameOrigins }: Pick<Identity, 'frameOrigins'>): RequestHandler {
  const directives = {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  };
  const common = {
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
  };
  const own = helmet({
    ...common,
    contentSecurityPolicy: { useDefaults: false, directives: { ...directives, frameAncestors: ["'self'"] } },
  });
  const framers: Framers = (_request, response) => (response as Response).locals['framers'] as string;
  const framed = helmet({
    ...common,
    contentSecurityPolicy: { useDefaults: false, directives: { ...directives, frameAncestors: [framers] } },
    xFrameOptions: false,
    crossOriginOpenerPolicy: false,
    // A page that isolates itself (COEP) takes in only frames that do the same.
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  const mail = helmet({
    ...common,
    contentSecurityPolicy: { useDefaults: false, directives: ofMail },
  });
  return async (request, response, next) => {
    if (request.path === '/console/mail.html') return mail(request, response, next);
    const { channelKey } = request.query;
    const origins =
      request.path === '/widget/frame.html' && typeof channelKey === 'string'
        ? await frameOrigins(channelKey)
        : undefined;
    response.locals['framers'] = origins ? ["'self'", ...origins].join(' ') : '*';
    const embedded = request.path === '/widget.js' || request.path.startsWith('/widget/');
    (embedded ? framed : own)(request, response, next);
  };
}

function mountProbes(app: Express, { ready, metrics, metricsToken }: HttpDeps): void {
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const state = await ready();
    response
      .set('Cache-Control', 'no-store')
      .status(state.status === 'ready' ? 200 : 503)
      .json(state);
  });
  app.get('/metrics', async (request, response) => {
    admitToMetrics(request, metricsToken);
    response
      .set('Cache-Control', 'no-store')
      .type('text/plain; version=0.0.4')
      .send(await metrics());
  });
}

/** With a token, the token; without one, callers on this machine that no proxy sent. */
function admitToMetrics(request: Request, metricsToken: string | undefined): void {
  if (metricsToken) {
    const [, token] = /^Bearer (\S+)$/i.exec(request.get('Authorization') ?? '') ?? [];
    if (sameSecret(token, metricsToken)) return;
    throw new DomainError('unauthenticated', 'Send METRICS_TOKEN as a bearer token.');
  }
  const address = request.socket.remoteAddress ?? '';
  const local = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);
  if (local && !request.get('X-Forwarded-For') && !request.get('Forwarded')) return;
  throw new DomainError('forbidden', 'Set METRICS_TOKEN to read metrics from another machine.');
}

function mountFiles(app: Express, { publicDir, demoChannelKey }: HttpDeps): void {
  app.get(['/', '/index.html'], async (_request, response) => {
    const page = await readFile(join(publicDir, 'index.html'), 'utf8').catch(() => undefined);
    if (page === undefined) throw new DomainError('not_found', 'There is nothing here.');
    const key = (await demoChannelKey()) ?? '';
    response
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(page.replaceAll('{{channelKey}}', key.replace(/[^\w-]/g, '')));
  });
  app.use(
    express.static(publicDir, {
      index: 'index.html',
      redirect: true,
      setHeaders: (response, path) => {
        const hashed = /[/\\]assets[/\\]/.test(path);
        // A module of another site is fetched with CORS.
        if (path === join(publicDir, 'widget.js') || path === join(publicDir, 'widget', 'proactive.js'))
          response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  app.get('/console/*rest', (request, response, next) => {
    if (!request.accepts('html') || /\.\w+$/.test(request.path)) return next();
    response.set('Cache-Control', 'no-cache').sendFile('console/index.html', { root: publicDir }, (error) => {
      if (error) next(new DomainError('not_found', 'There is nothing here.'));
    });
  });
}
