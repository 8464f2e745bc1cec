import type { Http } from './http';
import { createConversations } from './conversations';
import { emptyInbox, type InboxState } from './inbox-state';
import type { Live } from './live';
import { createStore } from './store';
import { emptyTranscript } from './transcript';

/** A user without a socket, and a server whose answers the test gives. */
function readingOverRest(answers: Record<string, unknown>) {
  const state = createStore<InboxState>({
    ...emptyInbox,
    connection: 'none',
    transcripts: { s: { ...emptyTranscript, messages: [{ seq: 1 } as never], headSeq: 1 } },
  });
  const http = { get: (path: string) => Promise.resolve(answers[path]) } as Pick<Http, 'get'> as Http;
  const live = { connected: () => false } as Live;
  const conversations = createConversations({ state, live, http, hear: () => {}, settled: () => {} });
  return { state, conversations };
}

it('claims over REST no message that it did not read', async () => {
  const { state, conversations } = readingOverRest({
    'sessions/s': { id: 's', headSeq: 2 },
    'sessions/s/messages': { items: [], nextCursor: null },
  });
  await conversations.sync('s');
  expect(state.get().transcripts['s']).toMatchObject({ headSeq: 1 });
});
