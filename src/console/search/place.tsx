// One place where the words stand: who, in what, when, and the words themselves; it opens the conversation there, or the customer at the note.
import { Link } from 'react-router';
import { placeOfNote } from '../../protocol/noted-customer';
import type { FoundInConversation, FoundInCustomerNote, FoundItem } from '../../protocol/search';
import { channelWord } from '../text/channel-name';
import { MarkedWords } from '../inbox/highlights';
import { statusWords } from '../inbox/views/filter-words';
import { channelIcon, Icon, type IconName } from '../icons';
import { Avatar } from '../shell/avatar';
import { closedWord } from '../text/closed-word';
import { short, whole } from '../text/time';
import { customerNameOf, visitorName } from '../text/visitor-name';
import { t } from '../i18n/translate';

export function Place({ place, now }: { place: FoundItem; now: number }) {
  return place.kind === 'customer_note' ? (
    <NotePlace place={place} now={now} />
  ) : (
    <SessionPlace place={place} now={now} />
  );
}

/** Names it among what was found. */
export const keyOf = (place: FoundItem): string =>
  place.kind === 'customer_note' ? place.noteId : `${place.session.id} ${place.highlight.seq ?? ''}`;

function SessionPlace({ place, now }: { place: FoundInConversation; now: number }) {
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
          <When at={at} now={now} />
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

/** It opens the customer at the note. */
function NotePlace({ place, now }: { place: FoundInCustomerNote; now: number }) {
  const { noteId: id, customerId, customerName, author, at, highlight } = place;
  const name = customerName ?? visitorName(customerId);
  const by = t('{what} by {whom}', { what: t('Note about the customer'), whom: author.name });
  return (
    <li className="place note">
      <Link to={`/${placeOfNote({ id, customerId })}`} className="place-link" data-place>
        <span className="place-head">
          <Avatar name={name} size={20} customerId={customerId} />
          <bdi className="place-name">{name}</bdi>
          <span className="place-status" />
          <When at={at} now={now} />
        </span>
        <span className="place-by quiet">
          <Icon name="lock" size={14} />
          <span>{by}</span>
        </span>
        <span className="place-words" dir="auto">
          <MarkedWords {...highlight} />
        </span>
      </Link>
    </li>
  );
}

function When({ at, now }: { at: string; now: number }) {
  return (
    <time className="quiet" dateTime={at} title={whole(at)} translate="no">
      {short(at, now)}
    </time>
  );
}

const looks: Record<FoundInConversation['kind'], { icon: IconName; word: string }> = {
  message: { icon: 'reply', word: t('Message') },
  note: { icon: 'lock', word: t('Private note') },
  file: { icon: 'clip', word: t('File') },
  conversation: { icon: 'person', word: t('Customer, subject, labels or summary') },
};

function byWords({ kind, sender, senderName, type }: FoundInConversation): string {
  const { word } = looks[kind];
  if (!sender) return word;
  if (type === 'handover') return t('Handover to a person');
  if (sender === 'system') return t('Rating');
  const by = { customer: t('the customer'), ai: t('the AI'), agent: senderName ?? t('the team') }[sender];
  return t('{what} by {whom}', { what: word, whom: by });
}
