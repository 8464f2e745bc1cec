import type { Chat } from '../chat';
import type { State } from '../state';
import type { Words } from '../translations';
import { Face } from './face';
import { Icon } from './icons';
import { IconButton } from './icon-button';
import { Label } from './rich-text';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  close: () => void;
}

/** Who answers now, said plainly, and the way to the other conversations. */
export function Header({ state, chat, words, close }: Props) {
  const { icon, text, tone } = answering(state, words);
  return (
    <header>
      <Way {...{ state, chat, words }} />
      {tone === 'agent' && (
        <Face name={text} id={state.session?.agentId} url={state.session?.agentPictureUrl} />
      )}
      <div class="who">
        <h1 dir="auto">{state.channel?.name ?? words.say('title')}</h1>
        <p class={`state ${tone}`} aria-live="polite">
          <Icon name={icon} />
          <bdi>
            <Label>{text}</Label>
          </bdi>
        </p>
      </div>
      {!state.help && state.link !== 'gone' && (
        <IconButton name="help" label={words.say('help')} press={chat.showHelp} />
      )}
      <IconButton name="close" label={words.say('close')} press={close} />
    </header>
  );
}

/** Back from what was opened, else to the list. */
function Way({ state, chat, words }: Omit<Props, 'close'>) {
  const { list, opened, help, customerId, link } = state;
  if (list || opened || help)
    return <IconButton name="back" label={words.say('back')} press={() => chat.openConversation()} />;
  if (!customerId || link === 'gone') return null;
  return (
    <IconButton name="list" label={words.say('conversations')} press={() => void chat.listConversations()} />
  );
}

export function answering(state: State, words: Words) {
  const { link, session, again, list, help } = state;
  if (list || help)
    return { icon: 'list', tone: 'done', text: words.say(help ? 'help' : 'conversations') } as const;
  const status = link === 'gone' ? 'closed' : again ? 'active' : session?.status;
  if (status === 'with_agent')
    return { icon: 'person', tone: 'agent', text: session?.agentName || words.say('person') } as const;
  if (status === 'closed') return { icon: 'tick', tone: 'done', text: words.say('closed') } as const;
  if (status !== 'waiting') return { icon: 'ai', tone: 'ai', text: words.say('assistant') } as const;
  return {
    icon: 'clock',
    tone: 'waiting',
    text: words.say(isAnybodyHere(state) ? 'waiting' : 'nobody'),
  } as const;
}

/** Of the team that is waited for, where it has its own. */
export const hoursOf = ({ channel, session }: State) =>
  channel?.teamHours?.[session?.teamId ?? ''] ?? channel?.businessHours;

/** False where it is known that nobody is: closed, or no agent online. */
export function isAnybodyHere(state: State): boolean {
  return hoursOf(state)?.open !== false && state.channel?.online !== false;
}
