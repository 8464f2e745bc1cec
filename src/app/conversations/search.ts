// What is searched: conversations by their words and their meaning, and the places of the console.
import type { createCustomers } from '../../customers/customers';
import { customerText } from '../../customers/known-attributes';
import type { Conversation } from '../../insights/store';
import { notFound } from '../../errors';
import type { createMessageFinder } from '../../files/find-message';
import type { Files } from '../../files/files';
import { attachmentIdOf, mediaUrlOf } from '../../files/sign';
import type { DocumentReader } from '../../knowledge/document-reader';
import { searchedEndings } from '../../knowledge/documents';
import { words } from '../../knowledge/tokenize';
import { partsOf } from '../../protocol/sessions';
import { createFileTexts } from '../../search/file-texts';
import { createIndexer } from '../../search/indexer';
import { createSearch } from '../../search/search';
import { createPlaceSearch } from '../../search/search-places';
import { searchWords } from '../../search/search-words';
import type { SessionState } from '../../sessions/session';
import type { Base } from '../base';
import type { ConversationMeaning } from './conversation-meaning';
import type { Core } from '../core';

export type SearchParts = Base &
  Pick<ConversationMeaning, 'similarSessions'> & {
    sessions: Core['sessions'];
    customers: ReturnType<typeof createCustomers>;
    sessionsOf(customer: { organizationId: string; customerId: string }): Promise<SessionState[]>;
  };

/** As search compares them. */
export const wordsOf = (text: string) => searchWords(text, words);

export function buildSearch({ stores, tables, events, queue, log, ...parts }: SearchParts) {
  const { sessions, customers, sessionsOf, similarSessions } = parts;
  const common = {
    summaryText: async (organizationId: string, sessionId: string) => {
      const summed = await stores.documents.conversations.get(organizationId, sessionId);
      return summed ? partsIn(summed) : '';
    },
    store: tables.search,
    messages: stores.documents.messages,
    files: tables.fileTexts,
    notes: tables.searchedNotes,
    words: wordsOf,
    // Not of the whole person: what is written down of somebody has to go with them.
    customerText: async (organizationId: string, customerId: string) =>
      [
        customerText(await customers.withIdentities(organizationId, customerId)),
        ...(await tables.objects.words(organizationId, customerId)),
      ].join('\n'),
  };
  return {
    search: createSearch({ ...common, sessions: tables.rows.among, byMeaning: similarSessions.search }),
    searchPlaces: createPlaceSearch({ ...common, sessions: tables.rows.among }),
    indexer: createIndexer({
      ...common,
      events,
      session: sessions.get,
      sessionsOf,
      catchUpLater: () => void queue.add('search', {}, { key: 'search' }),
      log,
    }),
  };
}

/** What stands in a summary and in none of the messages comes with it: titles of articles, what was promised. */
function partsIn({ topics, metadata }: Conversation): string {
  const { wanted, next } = partsOf(metadata);
  return [...wanted, ...next, ...topics].join(' · ');
}

export function buildFileTexts({
  stores,
  tables,
  events,
  queue,
  log,
  ...parts
}: Base & {
  files: Pick<Files, 'contentOf'>;
  fileReader: Pick<DocumentReader, 'text'>;
  findMessage: ReturnType<typeof createMessageFinder>;
}) {
  const { files, fileReader, findMessage } = parts;
  return createFileTexts({
    store: tables.fileTexts,
    events,
    messages: stores.documents.messages,
    endings: searchedEndings,
    fileIdOf: attachmentIdOf,
    async bytesOf(organizationId, fileId) {
      const content = { mediaUrl: mediaUrlOf(fileId) };
      const file = await files.contentOf(organizationId, { content });
      if (!file) throw notFound('file');
      return file.read();
    },
    readText: fileReader.text,
    findMessage,
    words: wordsOf,
    enqueue: (organizationId, fileId, later) =>
      void queue.add(
        'read-file',
        { organizationId, fileId },
        { key: `read-file:${fileId}`, queue: `read-file:${organizationId}`, ...later },
      ),
    log,
  });
}
