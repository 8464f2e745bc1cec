export { createMongoAuditLog } from './audit-log';
export { createMongoConversationStore } from './conversations';
export { createMongoMemoryStore } from './memory';
export { createMongoMessageLog } from './message-log';
export { type Mongo, openMongo } from './open';
export { createMongoVectorStore } from './vectors';
