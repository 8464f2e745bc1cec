import { createMongoConversationStore } from '../../src/stores/mongo';
import { createConversationStore } from '../../src/stores/postgres/documents';
import { conversationsContract } from './conversations.contract';
import { onEveryDocumentStore } from './document-stores';

onEveryDocumentStore(conversationsContract, {
  postgres: createConversationStore,
  mongo: createMongoConversationStore,
});
