// The tables of the first migration: the seed schema and what Parley adds to it. Constraints bear the names that TypeORM gives them.
export const tables = [
  `CREATE TABLE organizations (
    id uuid NOT NULL DEFAULT gen_random_uuid(), name varchar(255) NOT NULL,
    subscription_tier varchar(50) NOT NULL DEFAULT 'free',
    subscription_status varchar(50) NOT NULL DEFAULT 'active', max_agents integer NOT NULL DEFAULT '1',
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_6b031fcd0863e3f6b44230163f9" PRIMARY KEY (id)
  )`,
  `CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(), email varchar(255) NOT NULL,
    password_hash varchar(255) NOT NULL, first_name varchar(100), last_name varchar(100),
    role varchar(50) NOT NULL DEFAULT 'user', organization_id uuid,
    is_active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(), last_login_at timestamptz,
    CONSTRAINT "UQ_97672ac88f789774dd47f7c8be3" UNIQUE (email),
    CONSTRAINT "PK_a3ffb1c0c8416b9fc6f907b7433" PRIMARY KEY (id)
  )`,
  `CREATE TABLE agents (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, user_id uuid NOT NULL,
    display_name varchar(100) NOT NULL, status varchar(50) NOT NULL DEFAULT 'offline',
    availability varchar(50) NOT NULL DEFAULT 'unavailable',
    max_concurrent_chats integer NOT NULL DEFAULT '3', specialties text array NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_9c653f28ae19c5884d5baf6a1d9" PRIMARY KEY (id)
  )`,
  `CREATE TABLE channels (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL,
    name varchar(100) NOT NULL, type varchar(50) NOT NULL, key varchar(64) NOT NULL,
    config jsonb NOT NULL DEFAULT '{}', health jsonb NOT NULL DEFAULT '{}',
    is_active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_d4742dd738616245fde081c88d6" UNIQUE (key),
    CONSTRAINT "PK_bc603823f3f741359c2339389f9" PRIMARY KEY (id)
  )`,
  `CREATE TABLE customers (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, external_id varchar(255),
    first_name varchar(100), last_name varchar(100), email varchar(255), phone varchar(50),
    metadata jsonb NOT NULL DEFAULT '{}', created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_e657a38782ca3690fa2fbf254bc" UNIQUE (organization_id, external_id),
    CONSTRAINT "PK_133ec679a801fab5e070f73d3ea" PRIMARY KEY (id)
  )`,
  `CREATE TABLE customer_identities (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
    kind varchar(20) NOT NULL, value varchar(320) NOT NULL,
    proved_by varchar(20) NOT NULL DEFAULT 'none', proved_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_8e6c3896271053a2e4fc2306ce9" UNIQUE (organization_id, kind, value),
    CONSTRAINT "PK_22a6dcd2cf7f2587b5a27cfa9c8" PRIMARY KEY (id)
  )`,
  `CREATE TABLE sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
    channel_id uuid NOT NULL, agent_id uuid, channel_type varchar(50) NOT NULL,
    status varchar(50) NOT NULL DEFAULT 'active', head_seq integer NOT NULL DEFAULT '0',
    last_message jsonb, last_message_at timestamptz(3) NOT NULL DEFAULT now(),
    unread integer NOT NULL DEFAULT '0', customer_unread integer NOT NULL DEFAULT '0', subject text,
    labels text array NOT NULL DEFAULT '{}', priority varchar(20) NOT NULL DEFAULT 'normal',
    agent_name varchar(100), queued_at timestamptz, awaiting_since timestamptz, specialty varchar(100),
    ai_turns integer NOT NULL DEFAULT '0', started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz, metadata jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT "PK_3238ef96f18b355b671619111bc" PRIMARY KEY (id)
  )`,
  `CREATE TABLE analytics (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, date date NOT NULL,
    total_conversations integer NOT NULL DEFAULT '0',
    ai_resolved_conversations integer NOT NULL DEFAULT '0',
    agent_resolved_conversations integer NOT NULL DEFAULT '0', avg_response_time_seconds float,
    avg_resolution_time_seconds float, avg_satisfaction_score float, channel_metrics jsonb,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_b6bf484b0aaca553d65f8191711" UNIQUE (organization_id, date),
    CONSTRAINT "PK_3c96dcbf1e4c57ea9e0c3144bff" PRIMARY KEY (id)
  )`,
  `CREATE TABLE knowledge_base (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, external_id varchar(255),
    title varchar(255) NOT NULL, content text NOT NULL, category varchar(100),
    tags text array NOT NULL DEFAULT '{}', audience varchar(20) NOT NULL DEFAULT 'public', url text,
    embedding_status varchar(20) NOT NULL DEFAULT 'pending', embedding_error text,
    content_hash varchar(64), created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_65d7fdd9622000330a0c97c0b96" UNIQUE (organization_id, external_id),
    CONSTRAINT "PK_19d3f52f6da1501b7e235f1da5c" PRIMARY KEY (id)
  )`,
  `CREATE TABLE knowledge_documents (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, article_id uuid,
    file_name text NOT NULL, media_type varchar(255) NOT NULL, size integer NOT NULL,
    content_hash varchar(64) NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_402a3c43fb263aa5289670e4e21" PRIMARY KEY (id)
  )`,
  `CREATE TABLE api_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL,
    name varchar(100) NOT NULL, key_hash varchar(255) NOT NULL,
    permissions text array NOT NULL DEFAULT '{}', expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(), last_used_at timestamptz,
    CONSTRAINT "UQ_57384430aa1959f4578046c9b81" UNIQUE (key_hash),
    CONSTRAINT "PK_5c8a79801b44bd27b79228e1dad" PRIMARY KEY (id)
  )`,
  `CREATE TABLE settings (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL,
    category varchar(100) NOT NULL, key varchar(100) NOT NULL, value jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_2ba5dbc41feab681614c8918d83" UNIQUE (organization_id, category, key),
    CONSTRAINT "PK_0669fe20e252eb692bf4d344975" PRIMARY KEY (id)
  )`,
  `CREATE TABLE visitor_tokens (
    token_hash varchar(64) NOT NULL, organization_id uuid NOT NULL, customer_id uuid NOT NULL,
    channel_id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_c259d115d991d173fb8f1540b00" PRIMARY KEY (token_hash)
  )`,
  `CREATE TABLE refresh_tokens (
    token_hash varchar(64) NOT NULL, organization_id uuid NOT NULL, user_id uuid NOT NULL,
    family uuid NOT NULL, expires_at timestamptz NOT NULL, used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_a7838d2ba25be1342091b6695f1" PRIMARY KEY (token_hash)
  )`,
  `CREATE TABLE inbound_events (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, channel_id uuid NOT NULL,
    provider_id varchar(255) NOT NULL, body bytea NOT NULL, headers jsonb NOT NULL DEFAULT '{}',
    status varchar(20) NOT NULL DEFAULT 'pending', attempts integer NOT NULL DEFAULT '0',
    last_error text, received_at timestamptz NOT NULL DEFAULT now(), processed_at timestamptz,
    CONSTRAINT "UQ_238f560246f0862aee7f5336bee" UNIQUE (channel_id, provider_id),
    CONSTRAINT "PK_b76e26fa0121da742b191b7ded0" PRIMARY KEY (id)
  )`,
  `CREATE TABLE answers (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
    message_id uuid, question text NOT NULL, decision varchar(20) NOT NULL, text text, confidence float,
    reason text, provider varchar(50) NOT NULL, model varchar(100), latency_ms integer,
    input_tokens integer, output_tokens integer, created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_9c32cec6c71e06da0254f2226c6" PRIMARY KEY (id)
  )`,
  `CREATE TABLE answer_sources (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, answer_id uuid NOT NULL,
    article_id uuid NOT NULL, chunk_id varchar(100) NOT NULL, title text NOT NULL, excerpt text NOT NULL,
    score float NOT NULL, rank integer NOT NULL,
    CONSTRAINT "PK_af119222eb1d13875da2a4bf5f1" PRIMARY KEY (id)
  )`,
  `CREATE TABLE answer_feedback (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
    seq integer NOT NULL, helpful boolean NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_9fdc475bad5c3c6cdfd84de2316" UNIQUE (session_id, seq),
    CONSTRAINT "PK_23599b2d46f847ee9ead43109f9" PRIMARY KEY (id)
  )`,
  `CREATE TABLE message_search (
    organization_id uuid NOT NULL, session_id uuid NOT NULL, seq integer NOT NULL, tsv tsvector NOT NULL,
    CONSTRAINT "PK_014b7fe2a014ff2de5fe1c8e4e2" PRIMARY KEY (session_id, seq)
  )`,
  `CREATE TABLE idempotency_keys (
    organization_id uuid NOT NULL, route varchar(255) NOT NULL, key varchar(255) NOT NULL,
    request_hash varchar(64) NOT NULL, status integer, response jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_5ddc18f235c631416d91ba68245" PRIMARY KEY (organization_id, route, key)
  )`,
  `CREATE TABLE attachments (
    id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid,
    customer_id uuid, file_name text NOT NULL, media_type varchar(255) NOT NULL, size integer NOT NULL,
    path text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "PK_5e1f050bcff31e3084a1d662412" PRIMARY KEY (id)
  )`,
  `CREATE TABLE instance (
    key varchar(100) NOT NULL, value jsonb NOT NULL,
    CONSTRAINT "PK_154b90669a357abac2d260d1ad3" PRIMARY KEY (key)
  )`,
];
