// Indexes and foreign keys of the first migration.
export const indexes = [
  `CREATE INDEX idx_users_organization_id ON users (organization_id)`,
  `CREATE INDEX idx_users_email ON users (email)`,
  `CREATE INDEX idx_agents_organization_id ON agents (organization_id)`,
  `CREATE INDEX idx_agents_status ON agents (status)`,
  `CREATE INDEX idx_agents_user_id ON agents (user_id)`,
  `CREATE INDEX idx_channels_type ON channels (type)`,
  `CREATE INDEX idx_channels_organization_id ON channels (organization_id)`,
  `CREATE INDEX idx_customers_phone ON customers (phone)`,
  `CREATE INDEX idx_customers_email ON customers (email)`,
  `CREATE INDEX idx_customers_external_id ON customers (external_id)`,
  `CREATE INDEX idx_customers_organization_id ON customers (organization_id)`,
  `CREATE INDEX idx_customer_identities_customer_id ON customer_identities (customer_id)`,
  `CREATE INDEX idx_sessions_overdue ON sessions (awaiting_since) WHERE status = 'active'`,
  `CREATE INDEX idx_sessions_waiting ON sessions (organization_id, queued_at) WHERE status = 'waiting'`,
  `CREATE INDEX idx_sessions_list ON sessions (organization_id, last_message_at, id)`,
  `CREATE UNIQUE INDEX uq_sessions_open ON sessions (channel_id, customer_id) WHERE status <> 'closed'`,
  `CREATE INDEX idx_sessions_started_at ON sessions (started_at)`,
  `CREATE INDEX idx_sessions_status ON sessions (status)`,
  `CREATE INDEX idx_sessions_agent_id ON sessions (agent_id)`,
  `CREATE INDEX idx_sessions_channel_id ON sessions (channel_id)`,
  `CREATE INDEX idx_sessions_customer_id ON sessions (customer_id)`,
  `CREATE INDEX idx_sessions_organization_id ON sessions (organization_id)`,
  `CREATE INDEX idx_knowledge_base_list ON knowledge_base (organization_id, updated_at, id)`,
  `CREATE INDEX idx_knowledge_documents_article_id ON knowledge_documents (article_id)`,
  `CREATE INDEX idx_knowledge_documents_organization_id ON knowledge_documents (organization_id)`,
  `CREATE INDEX idx_api_keys_organization_id ON api_keys (organization_id)`,
  `CREATE INDEX idx_visitor_tokens_organization_id ON visitor_tokens (organization_id)`,
  `CREATE INDEX idx_visitor_tokens_customer_id ON visitor_tokens (customer_id)`,
  `CREATE INDEX idx_refresh_tokens_organization_id ON refresh_tokens (organization_id)`,
  `CREATE INDEX idx_refresh_tokens_family ON refresh_tokens (family)`,
  `CREATE INDEX idx_refresh_tokens_user_id ON refresh_tokens (user_id)`,
  `CREATE INDEX idx_inbound_events_pending ON inbound_events (received_at) WHERE status = 'pending'`,
  `CREATE INDEX idx_inbound_events_organization_id ON inbound_events (organization_id)`,
  `CREATE INDEX idx_answers_organization_id ON answers (organization_id, created_at)`,
  `CREATE INDEX idx_answers_session_id ON answers (session_id)`,
  `CREATE INDEX idx_answer_sources_organization_id ON answer_sources (organization_id)`,
  `CREATE INDEX idx_answer_sources_answer_id ON answer_sources (answer_id)`,
  `CREATE INDEX idx_answer_feedback_organization_id ON answer_feedback (organization_id)`,
  `CREATE INDEX idx_message_search_tsv ON message_search USING gin (tsv)`,
  `CREATE INDEX idx_message_search_organization_id ON message_search (organization_id)`,
  `CREATE INDEX idx_idempotency_keys_created_at ON idempotency_keys (created_at)`,
  `CREATE INDEX idx_attachments_organization_id ON attachments (organization_id)`,
  `CREATE INDEX idx_attachments_session_id ON attachments (session_id)`,
];

export const foreignKeys = [
  `ALTER TABLE users ADD CONSTRAINT "FK_21a659804ed7bf61eb91688dea7"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE agents ADD CONSTRAINT "FK_28ac537f8c7bc3c96f7d1753ec4"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE agents ADD CONSTRAINT "FK_57ee94c84a8e570e362af59dcea"
    FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE`,
  `ALTER TABLE channels ADD CONSTRAINT "FK_dcb0c11359ece13fbbcd745c28b"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE customers ADD CONSTRAINT "FK_d2fc0e42b07d01fafc3fbb2bee3"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE customer_identities ADD CONSTRAINT "FK_def8df0c1e0a1409ee27825a3a1"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE customer_identities ADD CONSTRAINT "FK_f029c64f58346eb3bb3d760a97e"
    FOREIGN KEY (customer_id) REFERENCES customers(id) ON DELETE CASCADE`,
  `ALTER TABLE sessions ADD CONSTRAINT "FK_a9e3486bb3e8509466d4c9d6c93"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE sessions ADD CONSTRAINT "FK_6a3108a0f6f738a6b0346e07f2d"
    FOREIGN KEY (customer_id) REFERENCES customers(id)`,
  `ALTER TABLE sessions ADD CONSTRAINT "FK_15bd8369267a3403f459c800080"
    FOREIGN KEY (channel_id) REFERENCES channels(id)`,
  `ALTER TABLE sessions ADD CONSTRAINT "FK_c0c9d3a7dab65bd5e398e317188"
    FOREIGN KEY (agent_id) REFERENCES agents(id)`,
  `ALTER TABLE analytics ADD CONSTRAINT "FK_b7012be618e7211b56d38ebdfa3"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE knowledge_base ADD CONSTRAINT "FK_979bf921bfa114b936382c78a37"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE knowledge_documents ADD CONSTRAINT "FK_e9171867eef8e0325615c5630c1"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE knowledge_documents ADD CONSTRAINT "FK_78f06e3eca69ff1400baf6f4aaa"
    FOREIGN KEY (article_id) REFERENCES knowledge_base(id) ON DELETE SET NULL`,
  `ALTER TABLE api_keys ADD CONSTRAINT "FK_a283bdef18876e525aefaec042f"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE settings ADD CONSTRAINT "FK_d5bc871126b26b4fb1b9c743825"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE visitor_tokens ADD CONSTRAINT "FK_862b6244ba710eb398ea5492665"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE visitor_tokens ADD CONSTRAINT "FK_0ccc94145bacc1bdd54a25d33cb"
    FOREIGN KEY (customer_id) REFERENCES customers(id) ON DELETE CASCADE`,
  `ALTER TABLE visitor_tokens ADD CONSTRAINT "FK_ed1e8813e79916aa31ebb5f1915"
    FOREIGN KEY (channel_id) REFERENCES channels(id) ON DELETE CASCADE`,
  `ALTER TABLE refresh_tokens ADD CONSTRAINT "FK_78a23ff687c363e19d1e69b1dbd"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE refresh_tokens ADD CONSTRAINT "FK_3ddc983c5f7bcf132fd8732c3f4"
    FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE`,
  `ALTER TABLE inbound_events ADD CONSTRAINT "FK_adf2dd5098c04e19a4336be59d4"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE answers ADD CONSTRAINT "FK_d7eebeaeb40871c1990c9771d12"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE answer_sources ADD CONSTRAINT "FK_6ddcf6d75a76ff9fe4a8a150f25"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE answer_sources ADD CONSTRAINT "FK_7ad4833426e2301037617c6c569"
    FOREIGN KEY (answer_id) REFERENCES answers(id) ON DELETE CASCADE`,
  `ALTER TABLE answer_feedback ADD CONSTRAINT "FK_5e6aa97d80586713d08d868742c"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE message_search ADD CONSTRAINT "FK_e6d2d52e7318f34868367257b45"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE idempotency_keys ADD CONSTRAINT "FK_12d9576ef013c5bd4eead32afd0"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
  `ALTER TABLE attachments ADD CONSTRAINT "FK_4af30039d8c32fe7cd7112229ee"
    FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE`,
];
