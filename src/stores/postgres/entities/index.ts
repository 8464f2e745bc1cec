// The tables that TypeORM's own queries read or write: it is handed all that is exported here. All others are reached by SQL, and so are
// keys and indexes: see migrations/.
export * from './agent';
export * from './answer';
export * from './answer-source';
export * from './api-key';
export * from './article';
export * from './attachment';
export * from './automation-rule';
export * from './canned-reply';
export * from './channel';
export * from './customer';
export * from './customer-identity';
export * from './macro';
export * from './mcp-server';
export * from './organization';
export * from './playbook';
export * from './refresh-token';
export * from './saved-view';
export * from './setting';
export * from './team';
export * from './tool';
export * from './user';
export * from './visitor-token';
