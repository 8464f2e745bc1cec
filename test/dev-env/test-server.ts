// The real app on a free port, with a database of its own: what tests and `npm run dev` boot.
import { randomBytes, randomUUID } from 'node:crypto';
import bcrypt from 'bcrypt';
import { Client } from 'pg';
import { io, type Socket } from 'socket.io-client';
import { createApp, type App, type Timing } from '../../src/app';
import { readConfig, type Config } from '../../src/config';
import { createLog } from '../../src/log';
import { passwordCost } from './password-cost';
import { throwawayPostgres, type ThrowawayPostgres } from './postgres';

/** Access tokens are good for fifteen minutes. */
const tokenKeptMs = 5 * 60_000;

export interface TestServerOptions {
  /** Environment variables, as for `npm start`: REDIS_URL, MONGO_URL, AI_PROVIDER, … */
  env?: Record<string, string>;
  timing?: Timing;
  /** Another server on the same database: a second node. */
  beside?: TestServer;
}

export interface Organization {
  organizationId: string;
  channelId: string;
  channelKey: string;
  email: string;
  password: string;
}

export class TestServer {
  readonly admin = { email: 'admin@parley.test', password: 'correct horse battery' };
  private readonly sockets: Socket[] = [];
  private token: { value: Promise<string>; until: number } | undefined;

  private constructor(
    readonly app: App,
    readonly url: string,
    readonly config: Config,
    private readonly postgres: ThrowawayPostgres,
    private readonly owns: boolean,
  ) {}

  static async create({ env = {}, timing = {}, beside }: TestServerOptions = {}): Promise<TestServer> {
    const postgres = beside?.postgres ?? (await throwawayPostgres());
    const databaseUrl = beside?.app.databaseUrl ?? (await postgres.migratedDatabase()).url;
    const config = readConfig([], {
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      EMBEDDINGS: 'off',
      PARLEY_ADMIN_EMAIL: 'admin@parley.test',
      PARLEY_ADMIN_PASSWORD: 'correct horse battery',
      ...env,
    });
    // A test that takes long is not asked whether it helped: what comes by the clock is for those who want it.
    const app = await createApp(config, createLog(config.logLevel), {
      byTheClock: false,
      passwordCost,
      // Who answers over HTTP alone is not here for long: a slow machine's test takes longer.
      graceMs: 3_600_000,
      ...timing,
    });
    const { url } = await app.listen();
    return new TestServer(app, url, config, postgres, beside === undefined);
  }

  get channelKey(): string {
    return this.app.first.channelKey!;
  }

  get organizationId(): string {
    return this.app.first.organizationId;
  }

  /** An access token of the admin. */
  adminToken(): Promise<string> {
    // A slow machine's suite may take longer than a token is good for.
    if (!this.token || performance.now() > this.token.until) {
      const value = this.login(this.admin.email, this.admin.password);
      this.token = { value, until: performance.now() + tokenKeptMs };
    }
    return this.token.value;
  }

  async login(email: string, password: string): Promise<string> {
    const { body } = await this.request('POST', 'auth/login', { body: { email, password }, token: '' });
    return (body as { accessToken: string }).accessToken;
  }

  /** One call of the REST API, below /api/v1/; with the admin's token unless another is given ('' = none). */
  async request(
    method: string,
    path: string,
    { body, token, headers = {} }: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: unknown; headers: Headers }> {
    const bearer = token ?? (await this.adminToken());
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      method,
      headers: {
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? (JSON.parse(text) as unknown) : undefined,
      headers: response.headers,
    };
  }

  /** A socket of a namespace; it is closed with the server. */
  socket(
    namespace: '/customer' | '/agent',
    auth: object,
    options: { extraHeaders?: Record<string, string> } = {},
  ): Socket {
    const socket = io(`${this.url}${namespace}`, {
      auth,
      ...options,
      forceNew: true,
      transports: ['websocket'],
      reconnection: false,
    });
    this.sockets.push(socket);
    return socket;
  }

  /** Another agent of the first organization, with a login of its own. */
  async addAgent(name: string, role: 'admin' | 'supervisor' | 'agent' = 'agent') {
    const email = `${name.toLowerCase().replace(/\W+/g, '.')}.${randomBytes(3).toString('hex')}@parley.test`;
    const password = 'correct horse battery';
    const user = await this.request('POST', 'users', { body: { email, password, firstName: name, role } });
    const userId = (user.body as { id: string }).id;
    const agent = await this.request('POST', 'agents', { body: { userId, displayName: name } });
    return {
      email,
      password,
      userId,
      agentId: (agent.body as { id: string }).id,
      token: await this.login(email, password),
    };
  }

  /** A second tenant, made behind the API's back: no route makes organizations. */
  async addOrganization(name = 'Another'): Promise<Organization> {
    const password = 'correct horse battery';
    const email = `admin@${randomBytes(4).toString('hex')}.test`;
    const made = {
      organizationId: randomUUID(),
      channelId: randomUUID(),
      channelKey: randomBytes(16).toString('base64url'),
    };
    const hash = await bcrypt.hash(password, passwordCost);
    const client = new Client({ connectionString: this.app.databaseUrl });
    await client.connect();
    const { organizationId } = made;
    await client.query('INSERT INTO organizations (id, name, max_agents) VALUES ($1, $2, 10)', [
      organizationId,
      name,
    ]);
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO users (email, password_hash, first_name, role, organization_id) VALUES ($1, $2, 'Other', 'admin', $3) RETURNING id`,
      [email, hash, organizationId],
    );
    await client.query(
      `INSERT INTO agents (organization_id, user_id, display_name) VALUES ($1, $2, 'Other')`,
      [organizationId, rows[0]!.id],
    );
    await client.query(
      `INSERT INTO channels (id, organization_id, name, type, key, config) VALUES ($1, $2, 'Web', 'web', $3, '{}')`,
      [made.channelId, organizationId, made.channelKey],
    );
    await client.end();
    return { ...made, email, password };
  }

  /** Rows of every organization, for looking behind the API. */
  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.app.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.app.close();
    if (this.owns) await this.postgres.stop();
  }
}
