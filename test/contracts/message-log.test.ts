import { createMongoMessageLog } from '../../src/stores/mongo';
import { createMessageLog } from '../../src/stores/postgres/documents';
import { onEveryDocumentStore } from './document-stores';
import { messageLogContract } from './message-log.contract';

onEveryDocumentStore(messageLogContract, { postgres: createMessageLog, mongo: createMongoMessageLog });
