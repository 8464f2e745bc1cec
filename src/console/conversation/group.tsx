// Words of one sender within five minutes: one name, one surface, one mark.
import type { Message } from '../../protocol/model/message';
import { useConsole } from '../context';
import type { Pending } from '../data/outbox';
import { Icon } from '../icons';
import { Avatar } from '../shell/avatar';
import type { Line } from '../text/lines';
import { clock, whole } from '../text/time';
import { Attachment } from './attachment';
import { Receipt } from './receipt';
import { Sources } from './sources';
import { Text } from './text';

interface Props {
  group: Extract<Line, { kind: 'group' }>;
  customerName: string;
  /** Under which message the receipt stands. */
  receiptSeq: number | undefined;
}

export function Group({ group, customerName, receiptSeq }: Props) {
  const name = group.by === 'customer' ? customerName : group.name;
  return (
    <article className={`group ${group.side} ${group.by}`}>
      <header className="group-head">
        {group.by === 'ai' && <Icon name="spark" size={14} />}
        {group.by === 'note' && <Icon name="lock" size={14} />}
        {group.side === 'customer' && <Avatar name={name} size={18} />}
        <bdi className="group-name">{name || (group.by === 'ai' ? 'AI assistant' : 'Agent')}</bdi>
        {group.by === 'note' && <span className="note-words">Note: only your team sees this</span>}
        <time dateTime={group.at} title={whole(group.at)}>
          {clock(group.at)}
        </time>
      </header>
      {group.entries.map((entry) =>
        entry.kind === 'message' ? (
          <Bubble
            key={keyOf(entry.message)}
            message={entry.message}
            receipt={entry.message.seq === receiptSeq}
          />
        ) : (
          <PendingBubble key={entry.pending.clientMessageId} pending={entry.pending} />
        ),
      )}
    </article>
  );
}

function keyOf({ metadata, seq }: Message): string {
  return metadata.clientMessageId ?? String(seq);
}

function Bubble({ message, receipt }: { message: Message; receipt: boolean }) {
  const { content, metadata, delivery } = message;
  const failed = delivery === 'failed' || delivery === 'uncertain';
  return (
    <div className="bubble-line">
      <div className="bubble" title={whole(message.timestamp)}>
        {content.text && <Text>{content.text}</Text>}
        {content.mediaUrl && <Attachment message={message} />}
        {!content.text && !content.mediaUrl && (
          <em className="quiet">{content.data?.['redacted'] === true ? 'Erased' : 'Nothing to show'}</em>
        )}
      </div>
      {metadata.sources && metadata.sources.length > 0 && <Sources sources={metadata.sources} />}
      {metadata.helpful !== undefined && (
        <p className="receipt">The customer found this {metadata.helpful ? 'helpful' : 'not helpful'}</p>
      )}
      {(receipt || failed) && <Receipt message={message} />}
    </div>
  );
}

function PendingBubble({ pending }: { pending: Pending }) {
  const { inbox } = useConsole();
  const failed = pending.state === 'failed';
  const remove = (
    <button type="button" className="link" onClick={() => inbox.sending.discard(pending.clientMessageId)}>
      Delete
    </button>
  );
  return (
    <div className="bubble-line">
      <div className={failed ? 'bubble not-sent' : 'bubble'}>
        {pending.text && <Text>{pending.text}</Text>}
        {pending.files?.map(({ id, fileName }) => (
          <p key={id} className="attachment">
            <Icon name="file" size={16} /> <bdi>{fileName}</bdi>
          </p>
        ))}
      </div>
      {failed ? (
        <p className="receipt failed" role="alert">
          <Icon name="alert" size={14} /> Not sent. {pending.error}
          <button type="button" className="link" onClick={() => inbox.sending.retry(pending)}>
            Retry
          </button>
          {remove}
        </p>
      ) : (
        <p className="receipt">
          <Icon name="clock" size={14} />{' '}
          {pending.waits ? <>Waiting for the server. It goes out by itself. {remove}</> : 'Sending'}
        </p>
      )}
    </div>
  );
}
