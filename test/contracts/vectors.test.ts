import { createMongoVectorStore } from '../../src/stores/mongo';
import { createVectorStore } from '../../src/stores/postgres/documents';
import { vectorsContract } from './vectors.contract';
import { onEveryDocumentStore } from './document-stores';

onEveryDocumentStore(vectorsContract, { postgres: createVectorStore, mongo: createMongoVectorStore });
