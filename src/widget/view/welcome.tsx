import type { Chat } from '../chat';
import type { State } from '../state';
import type { Words } from '../translations';
import { Written } from './rich-text';

/** Before the first word: a greeting and what people ask. */
export function Welcome({ state, chat, words }: { state: State; chat: Chat; words: Words }) {
  const questions = (!state.blocked && state.channel?.suggestedQuestions?.slice(0, 3)) || [];
  if (state.link === 'gone') return null;
  if (state.link === 'connecting') return <div class="skeleton" aria-hidden="true" />;
  return (
    <section class="welcome">
      <div class="greeting">
        <Written text={state.greeting ?? state.channel?.greeting ?? words.say('greeting')} />
      </div>
      {questions.length > 0 && (
        <>
          <h2>{words.say('peopleAsk')}</h2>
          <ul class="questions">
            {questions.map((question) => (
              <li>
                <button type="button" dir="auto" onClick={() => chat.send(question)}>
                  {question}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
