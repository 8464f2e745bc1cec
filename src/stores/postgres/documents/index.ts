export { createAuditLog } from './audit-log';
export { createConversationStore } from './conversations';
export { createMemoryStore } from './memory';
export { createMessageLog } from './message-log';
export { createVectorStore } from './vectors';
