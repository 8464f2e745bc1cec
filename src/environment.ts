// Parley's variables: their names, kinds and what they are when unset.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const flag = (whenUnset: boolean) =>
  z
    .enum(['on', 'off'])
    .optional()
    .transform((value) => (value === undefined ? whenUnset : value === 'on'));

export const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().min(1).optional(),
  DATABASE_PASSWORD: z.string().min(1).optional(),
  DATABASE_GIVE_UP_SECONDS: z.coerce.number().min(10).max(86_400).default(300),
  MONGO_URL: z.string().min(1).optional(),
  REDIS_URL: z.string().min(1).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_FORCE_PATH_STYLE: z.enum(['on', 'off']).optional(),
  PARLEY_ADMIN_EMAIL: z.email().default('admin@parley.local'),
  PARLEY_ADMIN_PASSWORD: z.string().min(8).max(72).optional(),
  PARLEY_DEMO: flag(true),
  PARLEY_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  RATE_LIMITS: flag(true),
  TRUST_PROXY: z.string().optional(),
  FETCH_ALLOW: z.string().optional(),
  SECRETS_KEY: z.string().min(32).optional(),
  INBOUND_EVENTS_DAYS: z.coerce.number().min(1).max(3_650).default(30),
  METRICS_TOKEN: z.string().min(16).optional(),
  SMTP_INBOUND_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  SMTP_INBOUND_CERT: z.string().min(1).optional(),
  SMTP_INBOUND_KEY: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  AI_PROVIDER: z.enum(['extractive', 'openai']).default('extractive'),
  AI_BASE_URL: z.url().optional(),
  AI_API_KEY: z.string().optional(),
  AI_MODEL: z.string().optional(),
  AI_PRICE_INPUT: z.coerce.number().min(0).optional(),
  AI_PRICE_OUTPUT: z.coerce.number().min(0).optional(),
  AI_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters, such as USD')
    .default('USD'),
  AI_FALLBACK_BASE_URL: z.url().optional(),
  AI_FALLBACK_API_KEY: z.string().optional(),
  AI_FALLBACK_MODEL: z.string().optional(),
  AI_FALLBACK_PRICE_INPUT: z.coerce.number().min(0).optional(),
  AI_FALLBACK_PRICE_OUTPUT: z.coerce.number().min(0).optional(),
  AI_DEADLINE_SECONDS: z.coerce.number().min(1).max(120).default(12),
  AI_RUNS_PER_DAY: z.coerce.number().int().min(1).default(20_000),
  EMBEDDINGS: z.enum(['built-in', 'local', 'openai', 'off']).default('built-in'),
  EMBEDDINGS_PATH: z.string().min(1).optional(),
  EMBEDDINGS_BASE_URL: z.url().optional(),
  EMBEDDINGS_API_KEY: z.string().optional(),
  EMBEDDINGS_MODEL: z.string().optional(),
});

/** `NAME_FILE` names a file that holds the value of `NAME`, as secrets come into containers. */
export function withFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read = Object.keys(environment.shape).flatMap((name) => {
    const path = env[`${name}_FILE`];
    if (path === undefined) return [];
    if (env[name] !== undefined) throw new Error(`Set ${name} or ${name}_FILE, not both.`);
    try {
      return [[name, readFileSync(path, 'utf8').trim()]];
    } catch (error) {
      throw new Error(`${name}_FILE: ${path} cannot be read.`, { cause: error });
    }
  });
  return { ...env, ...Object.fromEntries(read) };
}

export type Environment = z.infer<typeof environment>;
