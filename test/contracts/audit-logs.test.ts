import { createMongoAuditLog } from '../../src/stores/mongo';
import { createAuditLog } from '../../src/stores/postgres/documents';
import { auditLogsContract } from './audit-logs.contract';
import { onEveryDocumentStore } from './document-stores';

onEveryDocumentStore(auditLogsContract, { postgres: createAuditLog, mongo: createMongoAuditLog });
