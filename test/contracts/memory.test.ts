import { createMongoMemoryStore } from '../../src/stores/mongo';
import { createMemoryStore } from '../../src/stores/postgres/documents';
import { memoryContract } from './memory.contract';
import { onEveryDocumentStore } from './document-stores';

onEveryDocumentStore(memoryContract, { postgres: createMemoryStore, mongo: createMongoMemoryStore });
