// One place where the words stand: who, in what, when, and the words themselves; it opens the conversation there.
import { Link } from 'react-router';
import type { FoundItem } from '../../protocol/search';
import { channelWord } from '../text/channel-name';
import { MarkedWords } from '../inbox/highlights';
import { statusWords } from '../inbox/views/filter-words';
import { channelIcon, Icon, type IconName } from '../icons';
import { Avatar } from '../shell/avatar';
import { closedWord } from '../text/closed-word';
import { short, whole } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { t } from '../words/words';

export function Place({ place, now }: { place: FoundItem; now: number }) {
  const { session, highlight, at } = place;
  const name = customerNameOf(session);
  const to = `/inbox/${session.id}?tab=all${highlight.seq ? `&seq=${highlight.seq}` : ''}`;
  return (
    <li className={place.kind === 'note' ? 'place note' : 'place'}>
      <Link to={to} className="place-link" data-place>
        <span className="place-head">
          <Avatar name={name} size={20} customerId={session.customerId} />
          <bdi className="place-name">{name}</bdi>
          <Icon name={channelIcon(session.channelType)} size={14} label={channelWord(session.channelType)} />
          <span className="quiet place-status">
            {session.mergedInto ? closedWord(session) : statusWords[session.status]}
          </span>
          <time className="quiet" dateTime={at} title={whole(at)} translate="no">
            {short(at, now)}
          </time>
        </span>
        <span className="place-by quiet">
          <Icon name={looks[place.kind].icon} size={14} />
          <span>{byWords(place)}</span>
          {place.highlight.fileName && <bdi className="place-file">{place.highlight.fileName}</bdi>}
        </span>
        <span className="place-words" dir="auto">
          {highlight.text ? <MarkedWords {...highlight} /> : t('This was erased.')}
        </span>
      </Link>
    </li>
  );
}

const looks: Record<FoundItem['kind'], { icon: IconName; word: string }> = {
  message: { icon: 'reply', word: t('Message') },
  note: { icon: 'lock', word: t('Private note') },
  file: { icon: 'clip', word: t('File') },
  conversation: { icon: 'person', word: t('Customer, subject, labels or summary') },
};

function byWords({ kind, sender, senderName, type }: FoundItem): string {
  const { word } = looks[kind];
  if (!sender) return word;
  if (type === 'handover') return t('Handover to a person');
  if (sender === 'system') return t('Rating');
  const by = { customer: t('the customer'), ai: t('the AI'), agent: senderName ?? t('the team') }[sender];
  return t('{what} by {whom}', { what: word, whom: by });
}
