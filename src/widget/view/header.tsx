import type { State } from '../state';
import type { Words } from '../translations';
import { Icon } from './icons';

/** Who answers now, said plainly. */
export function Header({ state, words, close }: { state: State; words: Words; close: () => void }) {
  const { icon, text, tone } = answering(state, words);
  return (
    <header>
      <div class="who">
        <h1>
          <bdi>{state.channel?.name ?? words.say('title')}</bdi>
        </h1>
        <p class={`state ${tone}`} aria-live="polite">
          <Icon name={icon} />
          <bdi>{text}</bdi>
        </p>
      </div>
      <button
        class="plain"
        type="button"
        aria-label={words.say('close')}
        title={words.say('close')}
        onClick={close}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

function answering({ link, session, again, channel }: State, words: Words) {
  const status = link === 'gone' ? 'closed' : again ? 'active' : session?.status;
  if (status === 'with_agent')
    return { icon: 'person', tone: 'agent', text: session?.agentName || words.say('person') } as const;
  if (status === 'closed') return { icon: 'tick', tone: 'done', text: words.say('closed') } as const;
  if (status !== 'waiting') return { icon: 'ai', tone: 'ai', text: words.say('assistant') } as const;
  const text = words.say(channel?.businessHours?.open === false ? 'nobody' : 'waiting');
  return { icon: 'clock', tone: 'waiting', text } as const;
}
