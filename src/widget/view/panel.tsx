import { Component } from 'preact';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { State } from '../state';
import type { Words } from '../translations';
import { Closing } from './closing';
import { Composer } from './composer';
import { Header } from './header';
import { Icon } from './icons';
import { Log } from './log';
import { Waiting } from './waiting';
import { Welcome } from './welcome';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  close: () => void;
  storage: KeyValues;
  draftKey: string;
}

export function Panel({ state, chat, words, close, storage, draftKey }: Props) {
  const status = state.again ? undefined : state.session?.status;
  const empty = state.pending.length === 0 && state.threads.every((thread) => thread.messages.length === 0);
  return (
    <>
      <Header {...{ state, words, close }} />
      <Bar link={state.link} words={words} />
      <main>{empty ? <Welcome {...{ state, chat, words }} /> : <Log {...{ state, chat, words }} />}</main>
      {state.link !== 'gone' && (
        <footer>
          {state.notice && (
            <p class="notice" role="alert">
              <Icon name="alert" />
              {words.say('notDone')}
            </p>
          )}
          {status === 'waiting' && <Waiting {...{ state, words }} />}
          {(status === undefined || status === 'active') && (
            <button
              class="quiet talk"
              type="button"
              disabled={state.asking}
              onClick={() => chat.requestHuman(words.say('talkText'))}
            >
              <Icon name="person" />
              {words.say(state.asking ? 'asking' : 'talk')}
            </button>
          )}
          {status === 'closed' ? (
            <Closing key={state.session?.id} {...{ state, chat, words }} />
          ) : (
            <Composer {...{ chat, words, storage, draftKey }} live={state.link === 'live'} />
          )}
        </footer>
      )}
    </>
  );
}

/** A short break is none of the reader's business. */
const patienceMs = 1_500;

interface BarProps {
  link: State['link'];
  words: Words;
}

class Bar extends Component<BarProps, { late: boolean }> {
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount() {
    this.wait();
  }

  override componentDidUpdate(before: BarProps) {
    if (before.link !== this.props.link) this.wait();
  }

  private wait() {
    clearTimeout(this.timer);
    if (this.props.link === 'live') this.setState({ late: false });
    else
      this.timer = setTimeout(
        () => this.setState({ late: true }),
        navigator.onLine && this.props.link !== 'gone' ? patienceMs : 0,
      );
  }

  override render({ link, words }: BarProps, { late }: { late: boolean }) {
    return (
      <div role="status">
        {late && link !== 'live' && (
          <p class="bar">
            <Icon name="cloud" />
            {words.say(link === 'refused' || link === 'gone' ? 'refused' : 'offline')}
          </p>
        )}
      </div>
    );
  }
}
