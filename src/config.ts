// The only reader of the environment: read the names, build a typed object, refuse contradictions with a sentence.
import { createSecureContext } from 'node:tls';
import proxyAddress from 'proxy-addr';
import { environment, withFiles, type Environment } from './environment';

/** An OpenAI-compatible endpoint. */
export interface ModelEndpoint {
  baseUrl: string;
  apiKey: string;
  model: string;
  /** Of a million tokens read and written. */
  prices?: { input: number; output: number };
}

/** A bucket for the files that people send. */
export interface S3Config {
  bucket: string;
  region: string;
  /** Unset: Amazon's own. */
  endpoint?: string;
  /** The bucket's name in the path instead of the host. */
  pathStyle: boolean;
  /** Unset: what the machine gives its programs, such as the role of an instance. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

export interface Config {
  production: boolean;
  host: string;
  /** 0 = any free port. */
  port: number;
  publicUrl?: string;
  dataDir: string;
  databaseUrl?: string;
  /** After so long without an embedded PostgreSQL that starts the process ends. */
  databaseGiveUpMs: number;
  mongoUrl?: string;
  redisUrl?: string;
  /** Unset: the files lie in `dataDir`. */
  s3?: S3Config;
  admin: { email: string; password?: string };
  /** Seed the demo help centre on the first start. */
  demo: boolean;
  role: 'all' | 'web' | 'worker';
  rateLimits: boolean;
  /** Express's `trust proxy`: addresses whose X-Forwarded-For counts. */
  trustProxy: string[];
  fetchAllow: string[];
  /** Seals channel secrets and raw events; unset: a key of DATA_DIR does. */
  secretsKey?: string;
  /** How long raw events of providers are kept once they are settled. */
  inboundDays: number;
  /** Takes mail for e-mail channels there; 0 = any free port. */
  smtpInbound?: { port: number; tls?: { cert: string; key: string } };
  metricsToken?: string;
  logLevel: string;
  ai: {
    provider: 'extractive' | 'openai';
    endpoint?: ModelEndpoint;
    /** Is asked where the first one cannot answer; of no effect without provider 'openai'. */
    fallback?: ModelEndpoint;
    /** Of the prices. */
    currency: string;
    deadlineMs: number;
    runsPerDay: number;
  };
  embeddings: {
    provider: 'built-in' | 'local' | 'openai' | 'off';
    endpoint?: ModelEndpoint;
    /** Of a sentence model, for 'local'. */
    folder?: string;
  };
}

/** Throws an Error whose message says, in one sentence a problem, which variable to change. */
export function readConfig(argv: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): Config {
  const role = argv.find((argument) => argument.startsWith('--role='))?.slice('--role='.length);
  const set = withFiles(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const parsed = environment.safeParse(role === undefined ? set : { ...set, PARLEY_ROLE: role });
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  }
  const e = parsed.data;
  const config: Config = {
    production: e.NODE_ENV === 'production',
    host: e.HOST,
    port: e.PORT,
    ...(e.PUBLIC_URL && { publicUrl: e.PUBLIC_URL.replace(/\/$/, '') }),
    dataDir: e.DATA_DIR,
    databaseGiveUpMs: e.DATABASE_GIVE_UP_SECONDS * 1000,
    ...(e.DATABASE_URL && { databaseUrl: withPassword(e.DATABASE_URL, e.DATABASE_PASSWORD) }),
    ...(e.MONGO_URL && { mongoUrl: e.MONGO_URL }),
    ...(e.REDIS_URL && { redisUrl: e.REDIS_URL }),
    ...bucketOf(e),
    ...smtpInboundOf(e),
    admin: {
      email: e.PARLEY_ADMIN_EMAIL,
      ...(e.PARLEY_ADMIN_PASSWORD && { password: e.PARLEY_ADMIN_PASSWORD }),
    },
    demo: e.PARLEY_DEMO,
    role: e.PARLEY_ROLE,
    rateLimits: e.RATE_LIMITS,
    trustProxy: list(e.TRUST_PROXY),
    fetchAllow: list(e.FETCH_ALLOW),
    inboundDays: e.INBOUND_EVENTS_DAYS,
    ...(e.SECRETS_KEY && { secretsKey: e.SECRETS_KEY }),
    ...(e.METRICS_TOKEN && { metricsToken: e.METRICS_TOKEN }),
    logLevel: e.LOG_LEVEL,
    ai: {
      provider: e.AI_PROVIDER,
      deadlineMs: e.AI_DEADLINE_SECONDS * 1000,
      runsPerDay: e.AI_RUNS_PER_DAY,
      currency: e.AI_CURRENCY,
      ...modelsOf(e),
    },
    embeddings: {
      provider: e.EMBEDDINGS,
      ...(e.EMBEDDINGS_PATH && { folder: e.EMBEDDINGS_PATH }),
      ...endpoint(e.EMBEDDINGS_BASE_URL, e.EMBEDDINGS_API_KEY, e.EMBEDDINGS_MODEL),
    },
  };
  refuseContradictions(config);
  return config;
}

function withPassword(url: string, password: string | undefined): string {
  if (password === undefined) return url;
  const whole = new URL(url);
  whole.password = encodeURIComponent(password);
  return whole.href;
}

function refuseContradictions(config: Config): void {
  if (config.production && !config.rateLimits) {
    throw new Error('RATE_LIMITS=off is for benches: unset it, or unset NODE_ENV=production.');
  }
  try {
    proxyAddress.compile(config.trustProxy);
  } catch (error) {
    throw new Error(`TRUST_PROXY: ${(error as Error).message}`, { cause: error });
  }
  if (config.ai.provider === 'openai' && !config.ai.endpoint) {
    throw new Error(
      'AI_PROVIDER=openai needs AI_BASE_URL and AI_MODEL (and AI_API_KEY where the server asks for one).',
    );
  }
  if (config.embeddings.provider === 'openai' && !config.embeddings.endpoint) {
    throw new Error('EMBEDDINGS=openai needs EMBEDDINGS_BASE_URL and EMBEDDINGS_MODEL.');
  }
  if (config.embeddings.provider === 'local' && !config.embeddings.folder) {
    throw new Error('EMBEDDINGS=local needs EMBEDDINGS_PATH, the folder of a sentence model.');
  }
  if (config.role !== 'all' && !(config.databaseUrl && config.redisUrl)) {
    throw new Error(
      `--role=${config.role} runs part of Parley: set DATABASE_URL and REDIS_URL, so that the parts share stores.`,
    );
  }
}

function bucketOf(e: Environment): { s3?: S3Config } {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = e;
  if (bucket === undefined) {
    const alone = Object.entries(e).find(([name, value]) => name.startsWith('S3_') && value !== undefined);
    if (alone) throw new Error(`${alone[0]} needs S3_BUCKET: the bucket in which files are kept.`);
    return {};
  }
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Error(
      'Set both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither where the machine itself has a role.',
    );
  }
  const style = e.S3_FORCE_PATH_STYLE;
  return {
    s3: {
      bucket,
      region: e.S3_REGION ?? 'us-east-1',
      ...(e.S3_ENDPOINT && { endpoint: e.S3_ENDPOINT }),
      // Servers that speak S3 seldom have a host name for each bucket.
      pathStyle: style === undefined ? e.S3_ENDPOINT !== undefined : style === 'on',
      ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    },
  };
}

function smtpInboundOf(e: Environment): { smtpInbound?: NonNullable<Config['smtpInbound']> } {
  const { SMTP_INBOUND_PORT: port, SMTP_INBOUND_CERT: cert, SMTP_INBOUND_KEY: key } = e;
  if ((cert === undefined) !== (key === undefined))
    throw new Error('Set both SMTP_INBOUND_CERT and SMTP_INBOUND_KEY, or neither.');
  if (port === undefined) {
    if (cert !== undefined)
      throw new Error('SMTP_INBOUND_CERT needs SMTP_INBOUND_PORT: where mail comes in.');
    return {};
  }
  if (cert === undefined || key === undefined) return { smtpInbound: { port } };
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(
      'SMTP_INBOUND_CERT and SMTP_INBOUND_KEY are no certificate and its key, as PEM. Paths go into SMTP_INBOUND_CERT_FILE and SMTP_INBOUND_KEY_FILE.',
      { cause: error },
    );
  }
  return { smtpInbound: { port, tls: { cert, key } } };
}

function modelsOf(e: Environment): Pick<Config['ai'], 'endpoint' | 'fallback'> {
  const first = endpoint(e.AI_BASE_URL, e.AI_API_KEY, e.AI_MODEL).endpoint;
  const next = endpoint(e.AI_FALLBACK_BASE_URL, e.AI_FALLBACK_API_KEY, e.AI_FALLBACK_MODEL).endpoint;
  if (!next && (e.AI_FALLBACK_BASE_URL !== undefined || e.AI_FALLBACK_MODEL !== undefined))
    throw new Error('A second model needs AI_FALLBACK_BASE_URL and AI_FALLBACK_MODEL.');
  return {
    ...(first && { endpoint: { ...first, ...pricesOf('AI', e.AI_PRICE_INPUT, e.AI_PRICE_OUTPUT) } }),
    ...(next && {
      fallback: {
        ...next,
        ...pricesOf('AI_FALLBACK', e.AI_FALLBACK_PRICE_INPUT, e.AI_FALLBACK_PRICE_OUTPUT),
      },
    }),
  };
}

function pricesOf(name: string, input?: number, output?: number): Pick<ModelEndpoint, 'prices'> {
  if ((input === undefined) !== (output === undefined))
    throw new Error(`Set both ${name}_PRICE_INPUT and ${name}_PRICE_OUTPUT, or neither.`);
  return input === undefined || output === undefined ? {} : { prices: { input, output } };
}

function endpoint(baseUrl?: string, apiKey?: string, model?: string): { endpoint?: ModelEndpoint } {
  return baseUrl && model ? { endpoint: { baseUrl, apiKey: apiKey ?? 'none', model } } : {};
}

function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
