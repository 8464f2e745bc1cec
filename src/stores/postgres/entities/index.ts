import { Agent } from './agent';
import { Answer } from './answer';
import { AnswerSource } from './answer-source';
import { ApiKey } from './api-key';
import { Article } from './article';
import { Attachment } from './attachment';
import { CannedReply } from './canned-reply';
import { SavedView } from './saved-view';
import { Channel } from './channel';
import { Customer } from './customer';
import { CustomerIdentity } from './customer-identity';
import { AutomationRule } from './automation-rule';
import { Macro } from './macro';
import { McpServer } from './mcp-server';
import { Organization } from './organization';
import { Playbook } from './playbook';
import { RefreshToken } from './refresh-token';
import { Setting } from './setting';
import { Team } from './team';
import { Tool } from './tool';
import { User } from './user';
import { VisitorToken } from './visitor-token';

/** The tables that TypeORM's own queries read or write; all others are reached by SQL, and so are keys and indexes: see migrations/. */
export const entities = [
  Organization,
  User,
  Agent,
  Channel,
  Customer,
  CustomerIdentity,
  Article,
  ApiKey,
  Setting,
  VisitorToken,
  RefreshToken,
  Answer,
  AnswerSource,
  Attachment,
  McpServer,
  Tool,
  CannedReply,
  Team,
  AutomationRule,
  Macro,
  Playbook,
  SavedView,
];

export {
  Organization,
  User,
  Agent,
  Channel,
  Customer,
  CustomerIdentity,
  Article,
  ApiKey,
  Setting,
  VisitorToken,
  RefreshToken,
  Answer,
  AnswerSource,
  Attachment,
  McpServer,
  Tool,
  CannedReply,
  Team,
  AutomationRule,
  Macro,
  Playbook,
  SavedView,
};
