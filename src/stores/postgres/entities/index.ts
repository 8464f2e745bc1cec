import { Agent } from './agent';
import { Analytics } from './analytics';
import { Answer } from './answer';
import { AnswerFeedback } from './answer-feedback';
import { AnswerSource } from './answer-source';
import { ApiKey } from './api-key';
import { Article } from './article';
import { Attachment } from './attachment';
import { Channel } from './channel';
import { Customer } from './customer';
import { CustomerIdentity } from './customer-identity';
import { IdempotencyKey } from './idempotency-key';
import { InboundEvent } from './inbound-event';
import { InstanceValue } from './instance';
import { KnowledgeDocument } from './knowledge-document';
import { MessageSearch } from './message-search';
import { Organization } from './organization';
import { RefreshToken } from './refresh-token';
import { SessionRow } from './session-row';
import { Setting } from './setting';
import { User } from './user';
import { VisitorToken } from './visitor-token';

export const entities = [
  Organization,
  User,
  Agent,
  Channel,
  Customer,
  CustomerIdentity,
  SessionRow,
  Analytics,
  Article,
  KnowledgeDocument,
  ApiKey,
  Setting,
  VisitorToken,
  RefreshToken,
  InboundEvent,
  Answer,
  AnswerSource,
  AnswerFeedback,
  MessageSearch,
  IdempotencyKey,
  InstanceValue,
  Attachment,
];

export {
  Organization,
  User,
  Agent,
  Channel,
  Customer,
  CustomerIdentity,
  SessionRow,
  Analytics,
  Article,
  KnowledgeDocument,
  ApiKey,
  Setting,
  VisitorToken,
  RefreshToken,
  InboundEvent,
  Answer,
  AnswerSource,
  AnswerFeedback,
  MessageSearch,
  IdempotencyKey,
  InstanceValue,
  Attachment,
};
