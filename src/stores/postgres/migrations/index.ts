import { Responders1700000000681 } from './1700000000681-responders';
import { ForgottenMemory1700000000695 } from './1700000000695-forgotten-memory';
import { PushDevices1700000000541 } from './1700000000541-push-devices';
import { AwayReasons1700000000607 } from './1700000000607-away-reasons';
import { MentionsAcross1700000000661 } from './1700000000661-mentions-across';
import { NewMentionsIndex1700000000662 } from './1700000000662-new-mentions-index';
import { RuleRunsIndex1700000000663 } from './1700000000663-rule-runs-index';
import { AttributeChanges1700000000660 } from './1700000000660-attribute-changes';
import { FileTexts1700000000650 } from './1700000000650-file-texts';
import { TeamHours1700000000606 } from './1700000000606-team-hours';
import { SpokenLanguages1700000000605 } from './1700000000605-spoken-languages';
import { CustomerNotes1700000000620 } from './1700000000620-customer-notes';
import { CustomerRelationships1700000000621 } from './1700000000621-customer-relationships';
import { CustomerVisits1700000000610 } from './1700000000610-customer-visits';
import { Labels1700000000630 } from './1700000000630-labels';
import { DeletedSessions1700000000640 } from './1700000000640-deleted-sessions';
import { KeptSessionsIndex1700000000641 } from './1700000000641-kept-sessions-index';
import { ForgottenAudit1700000000642 } from './1700000000642-forgotten-audit';
import { PushNews1700000000585 } from './1700000000585-push-news';
import { Notifications1700000000540 } from './1700000000540-notifications';
import { WeeklyMails1700000000411 } from './1700000000411-weekly-mails';
import { NextResponses1700000000410 } from './1700000000410-next-responses';
import { AnswerCosts1700000000245 } from './1700000000245-answer-costs';
import { InboundIndexes1700000000310 } from './1700000000310-inbound-indexes';
import { InboundContents1700000000311 } from './1700000000311-inbound-contents';
import { Documents1700000000002 } from '../documents/migration';
import { ErasedIdentities1700000000215 } from './1700000000215-erased-identities';
import { CustomerObjects1700000000270 } from './1700000000270-customer-objects';
import { Tools1700000000271 } from './1700000000271-tools';
import { First1700000000001 } from './1700000000001-first';
import { Attachments1700000000003 } from './1700000000003-attachments';
import { ClientIds1700000000004 } from './1700000000004-client-ids';
import { TakenFiles1700000000005 } from './1700000000005-taken-files';
import { ErasedCustomers1700000000006 } from './1700000000006-erased-customers';
import { SessionsOfAgents1700000000007 } from './1700000000007-sessions-of-agents';
import { VisitorSignIns1700000000020 } from './1700000000020-visitor-sign-ins';
import { Watermarks1700000000010 } from './1700000000010-watermarks';
import { Jobs1700000000060 } from './1700000000060-jobs';
import { Search1700000000080 } from './1700000000080-search';
import { SessionLists1700000000090 } from './1700000000090-session-lists';
import { LoginRoles1700000000040 } from './1700000000040-login-roles';
import { DerivedPaths1700000000041 } from './1700000000041-derived-paths';
import { IdempotencySubjects1700000000042 } from './1700000000042-idempotency-subjects';
import { FunctionPaths1700000000095 } from './1700000000095-function-paths';
import { ChannelHealth1700000000101 } from './1700000000101-channel-health';
import { ChannelTraffic1700000000102 } from './1700000000102-channel-traffic';
import { DeliveryTries1700000000130 } from './1700000000130-delivery-tries';
import { HumanResponses1700000000100 } from './1700000000100-human-responses';
import { ChannelTemplates1700000000123 } from './1700000000123-channel-templates';
import { GoneCustomers1700000000110 } from './1700000000110-gone-customers';
import { Previews1700000000111 } from './1700000000111-previews';
import { InboundCustomers1700000000131 } from './1700000000131-inbound-customers';
import { NewestWords1700000000160 } from './1700000000160-newest-words';
import { CustomerSearch1700000000161 } from './1700000000161-customer-search';
import { CustomerLinks1700000000150 } from './1700000000150-customer-links';
import { InboundFiles1700000000140 } from './1700000000140-inbound-files';
import { SettledByChannel1700000000170 } from './1700000000170-settled-by-channel';
import { NamedCustomers1700000000141 } from './1700000000141-named-customers';
import { Threads1700000000180 } from './1700000000180-threads';
import { Mailboxes1700000000190 } from './1700000000190-mailboxes';
import { AnswerLab1700000000230 } from './1700000000230-answer-lab';
import { ArticleQuestions1700000000250 } from './1700000000250-article-questions';
import { HelpCentres1700000000260 } from './1700000000260-help-centres';
import { ArticleVersions1700000000261 } from './1700000000261-article-versions';
import { ArticleDrafts1700000000296 } from './1700000000296-article-drafts';
import { ImportTries1700000000295 } from './1700000000295-import-tries';
import { KnowledgeImports1700000000262 } from './1700000000262-knowledge-imports';
import { AnswerSuggestions1700000000251 } from './1700000000251-answer-suggestions';
import { AnswerProvenance1700000000252 } from './1700000000252-answer-provenance';
import { UserIdsOfAccounts1700000000360 } from './1700000000360-user-ids-of-accounts';
import { McpServers1700000000291 } from './1700000000291-mcp-servers';
import { NoMemory1700000000290 } from './1700000000290-no-memory';
import { FeedbackOfAnswers1700000000253 } from './1700000000253-feedback-of-answers';
import { CachedAnswers1700000000280 } from './1700000000280-cached-answers';
import { CannedReplies1700000000315 } from './1700000000315-canned-replies';
import { Mentions1700000000341 } from './1700000000341-mentions';
import { Invitations1700000000390 } from './1700000000390-invitations';
import { Macros1700000000340 } from './1700000000340-macros';
import { SuggestedReplies1700000000285 } from './1700000000285-suggested-replies';
import { NewestVectors1700000000286 } from './1700000000286-newest-vectors';
import { SnoozedSessions1700000000316 } from './1700000000316-snoozed-sessions';
import { Teams1700000000350 } from './1700000000350-teams';
import { AutomationRules1700000000380 } from './1700000000380-automation-rules';
import { SavedViews1700000000347 } from './1700000000347-saved-views';
import { ReplyDrafts1700000000400 } from './1700000000400-reply-drafts';
import { Insights1700000000471 } from './1700000000471-insights';
import { Quality1700000000470 } from './1700000000470-quality';
import { ScheduledMessages1700000000401 } from './1700000000401-scheduled-messages';
import { ScheduledAcross1700000000490 } from './1700000000490-scheduled-across';
import { TakenRuns1700000000491 } from './1700000000491-taken-runs';
import { SessionMoods1700000000346 } from './1700000000346-session-moods';
import { Sla1700000000370 } from './1700000000370-sla';
import { BlockedCustomers1700000000421 } from './1700000000421-blocked-customers';
import { BlockedIndex1700000000422 } from './1700000000422-blocked-index';
import { CustomerAttributes1700000000420 } from './1700000000420-customer-attributes';
import { Companies1700000000530 } from './1700000000530-companies';
import { OpeningPriorities1700000000531 } from './1700000000531-opening-priorities';
import { AttributeValues1700000000532 } from './1700000000532-attribute-values';
import { AttributeValuesFilled1700000000533 } from './1700000000533-attribute-values-filled';
import { CompanyReferences1700000000534 } from './1700000000534-company-references';
import { CompanyIndexes1700000000535 } from './1700000000535-company-indexes';
import { FoundRows1700000000440 } from './1700000000440-found-rows';
import { AgentPictures1700000000510 } from './1700000000510-agent-pictures';
import { Playbooks1700000000520 } from './1700000000520-playbooks';
import { FollowUps1700000000521 } from './1700000000521-follow-ups';
import { PromisedIndex1700000000545 } from './1700000000545-promised-index';
import { RowsOfBefore1700000000546 } from './1700000000546-rows-of-before';
import { RowsOfBeforeIndex1700000000547 } from './1700000000547-rows-of-before-index';
import { PromiseHolders1700000000550 } from './1700000000550-promise-holders';
import { PromiseHoldersFilled1700000000553 } from './1700000000553-promise-holders-filled';
import { MergedSessions1700000000555 } from './1700000000555-merged-sessions';
import { MergedSessionsIndex1700000000556 } from './1700000000556-merged-sessions-index';
import { CustomerCalls1700000000551 } from './1700000000551-customer-calls';
import { AuditIndex1700000000552 } from './1700000000552-audit-index';
import { AgentLanguages1700000000560 } from './1700000000560-agent-languages';
import { NotesOfSessions1700000000590 } from './1700000000590-notes-of-sessions';
import { Spellings1700000000580 } from './1700000000580-spellings';
import { SpelledCustomers1700000000581 } from './1700000000581-spelled-customers';
import { SpellingsIndexes1700000000582 } from './1700000000582-spellings-indexes';
import { SpelledSearch1700000000583 } from './1700000000583-spelled-search';
import { MailStops1700000000645 } from './1700000000645-mail-stops';
import { UnratedIndex1700000000646 } from './1700000000646-unrated-index';
import { OpenLists1700000000635 } from './1700000000635-open-lists';
import { OpenHoursFilled1700000000636 } from './1700000000636-open-hours-filled';
import { OpenListsIndexes1700000000637 } from './1700000000637-open-lists-indexes';
import { WordedAnswersIndex1700000000638 } from './1700000000638-worded-answers-index';
import { NotedMentions1700000000675 } from './1700000000675-noted-mentions';
import { NotedMentionsIndex1700000000676 } from './1700000000676-noted-mentions-index';
import { SearchedNotes1700000000677 } from './1700000000677-searched-notes';
import { SearchedNotesIndexes1700000000678 } from './1700000000678-searched-notes-indexes';
import { ToldChanges1700000000679 } from './1700000000679-told-changes';
import { CompanyAttributeChanges1700000000680 } from './1700000000680-company-attribute-changes';

/** In the order in which they came: an archive names the last of them that its database had seen. They run by their numbers. */
export const migrations = [
  First1700000000001,
  Documents1700000000002,
  Attachments1700000000003,
  ClientIds1700000000004,
  TakenFiles1700000000005,
  ErasedCustomers1700000000006,
  SessionsOfAgents1700000000007,
  Watermarks1700000000010,
  VisitorSignIns1700000000020,
  LoginRoles1700000000040,
  DerivedPaths1700000000041,
  IdempotencySubjects1700000000042,
  Jobs1700000000060,
  Search1700000000080,
  SessionLists1700000000090,
  FunctionPaths1700000000095,
  HumanResponses1700000000100,
  GoneCustomers1700000000110,
  ChannelHealth1700000000101,
  ChannelTraffic1700000000102,
  Previews1700000000111,
  ChannelTemplates1700000000123,
  DeliveryTries1700000000130,
  InboundCustomers1700000000131,
  NewestWords1700000000160,
  CustomerSearch1700000000161,
  CustomerLinks1700000000150,
  InboundFiles1700000000140,
  SettledByChannel1700000000170,
  NamedCustomers1700000000141,
  Threads1700000000180,
  Mailboxes1700000000190,
  ErasedIdentities1700000000215,
  ArticleQuestions1700000000250,
  CustomerObjects1700000000270,
  Tools1700000000271,
  HelpCentres1700000000260,
  ArticleVersions1700000000261,
  KnowledgeImports1700000000262,
  AnswerSuggestions1700000000251,
  AnswerLab1700000000230,
  AnswerProvenance1700000000252,
  FeedbackOfAnswers1700000000253,
  AnswerCosts1700000000245,
  InboundIndexes1700000000310,
  InboundContents1700000000311,
  CachedAnswers1700000000280,
  CannedReplies1700000000315,
  SuggestedReplies1700000000285,
  NewestVectors1700000000286,
  ImportTries1700000000295,
  ArticleDrafts1700000000296,
  SnoozedSessions1700000000316,
  NoMemory1700000000290,
  McpServers1700000000291,
  UserIdsOfAccounts1700000000360,
  Invitations1700000000390,
  Teams1700000000350,
  Macros1700000000340,
  Mentions1700000000341,
  SessionMoods1700000000346,
  SavedViews1700000000347,
  AutomationRules1700000000380,
  NextResponses1700000000410,
  WeeklyMails1700000000411,
  ReplyDrafts1700000000400,
  ScheduledMessages1700000000401,
  Sla1700000000370,
  CustomerAttributes1700000000420,
  FoundRows1700000000440,
  BlockedCustomers1700000000421,
  BlockedIndex1700000000422,
  Quality1700000000470,
  Insights1700000000471,
  ScheduledAcross1700000000490,
  TakenRuns1700000000491,
  AgentPictures1700000000510,
  Companies1700000000530,
  OpeningPriorities1700000000531,
  AttributeValues1700000000532,
  AttributeValuesFilled1700000000533,
  CompanyReferences1700000000534,
  CompanyIndexes1700000000535,
  Playbooks1700000000520,
  FollowUps1700000000521,
  PromisedIndex1700000000545,
  RowsOfBefore1700000000546,
  RowsOfBeforeIndex1700000000547,
  PromiseHolders1700000000550,
  MergedSessions1700000000555,
  CustomerCalls1700000000551,
  AuditIndex1700000000552,
  AgentLanguages1700000000560,
  PromiseHoldersFilled1700000000553,
  MergedSessionsIndex1700000000556,
  Notifications1700000000540,
  PushDevices1700000000541,
  NotesOfSessions1700000000590,
  Spellings1700000000580,
  SpelledCustomers1700000000581,
  SpellingsIndexes1700000000582,
  SpelledSearch1700000000583,
  PushNews1700000000585,
  SpokenLanguages1700000000605,
  CustomerVisits1700000000610,
  CustomerNotes1700000000620,
  CustomerRelationships1700000000621,
  Labels1700000000630,
  AwayReasons1700000000607,
  TeamHours1700000000606,
  MailStops1700000000645,
  UnratedIndex1700000000646,
  OpenLists1700000000635,
  AttributeChanges1700000000660,
  MentionsAcross1700000000661,
  NewMentionsIndex1700000000662,
  DeletedSessions1700000000640,
  KeptSessionsIndex1700000000641,
  ForgottenAudit1700000000642,
  FileTexts1700000000650,
  RuleRunsIndex1700000000663,
  OpenHoursFilled1700000000636,
  OpenListsIndexes1700000000637,
  WordedAnswersIndex1700000000638,
  NotedMentions1700000000675,
  NotedMentionsIndex1700000000676,
  CompanyAttributeChanges1700000000680,
  Responders1700000000681,
  ForgottenMemory1700000000695,
  SearchedNotes1700000000677,
  SearchedNotesIndexes1700000000678,
  ToldChanges1700000000679,
];
