// One message as it was said: whose it is stands above the first of a group.
import { lazy, memo, Suspense, useMemo } from 'react';
import type { Message } from '../../protocol/model/message';
import type { MarkForm } from '../../protocol/marked-text';
import { useConsole, useInbox } from '../context';
import type { Pending } from '../data/outbox';
import { Icon } from '../icons';
import { Avatar } from '../shell/avatar';
import { clip } from '../text/clip';
import { writtenEarlier, type Said as Line } from '../text/lines';
import { clock, whole } from '../text/time';
import { Attachment } from './attachment';
import { CopyMessageLink } from './copy-link';
import { PendingReceipt } from './pending-receipt';
import { isWaiting, Receipt } from './receipt';
import { Sources } from './sources';
import { Text } from './text';
import { t } from '../i18n/translate';

const byMail = () => import('./mail/said-by-mail');
const MailLines = lazy(() => byMail().then((all) => ({ default: all.MailLines })));
export const Reactions = lazy(() => import('./reactions').then((all) => ({ default: all.Reactions })));
const translation = () => import('./translation');
const Translation = lazy(() => translation().then((all) => ({ default: all.Translation })));
const Original = lazy(() => translation().then((all) => ({ default: all.Original })));
const MailFoot = lazy(() => byMail().then((all) => ({ default: all.MailFoot })));

interface Props {
  line: Line;
  customer: { id: string; name: string };
  /** How far it has come stands below it. */
  receipt: boolean;
  /** Nothing is to be done about it here. */
  readOnly?: boolean;
  onGoTo: (seq: number) => void;
}

export const Said = memo(function Said({ line, customer, receipt, readOnly = false, onGoTo }: Props) {
  const mail = line.entry.kind === 'message' ? line.entry.message.content.mail : undefined;
  const written = mail?.from?.name ?? mail?.from?.address;
  const given = line.by === 'customer' ? (written ?? customer.name) : line.name;
  const marks = useMarks(line);
  const name = given || (line.by === 'ai' ? t('AI assistant') : t('Agent'));
  return (
    <article
      className={`group ${line.side} ${line.by}${line.head ? ' head' : ''}`}
      aria-label={line.by === 'note' ? t('Note of {name}', { name }) : name}
    >
      {line.head && <Head line={line} name={name} customerId={customer.id} />}
      {mail && (
        <Suspense fallback={<p className="receipt">&nbsp;</p>}>
          <MailLines mail={mail} subject={line.subject} name={name} />
        </Suspense>
      )}
      {line.quoted !== undefined && <Quote quoted={line.quoted} customer={customer} onGoTo={onGoTo} />}
      {line.entry.kind === 'message' ? (
        <Bubble
          message={line.entry.message}
          {...{ receipt, readOnly, reactions: line.reactions }}
          formatted={line.by === 'ai' || (line.by === 'agent' && mail !== undefined)}
          marks={marks}
        />
      ) : (
        <PendingBubble pending={line.entry.pending} marks={marks} />
      )}
    </article>
  );
}, isSame);

/** On WhatsApp both sides mark, by its own signs; on the web what the team wrote. Notes are as they were written. */
function useMarks({ by, entry }: Line): MarkForm | undefined {
  const { sessionId } = entry.kind === 'message' ? entry.message : entry.pending;
  const type = useInbox((state) => state.sessions[sessionId]?.channelType);
  if (by === 'note') return undefined;
  if (type === 'whatsapp') return 'whatsapp';
  return type === 'web' && by !== 'customer' ? 'markdown' : undefined;
}

/** Lines are made anew from the messages, which stay the same objects. */
function isSame(before: Props, after: Props): boolean {
  const entryOf = ({ line: { entry } }: Props) => (entry.kind === 'message' ? entry.message : entry.pending);
  return (
    entryOf(before) === entryOf(after) &&
    before.receipt === after.receipt &&
    before.line.reactions?.customer === after.line.reactions?.customer &&
    before.line.reactions?.team === after.line.reactions?.team &&
    before.line.quoted === after.line.quoted &&
    before.line.subject === after.line.subject &&
    before.onGoTo === after.onGoTo &&
    before.line.head === after.line.head &&
    before.line.name === after.line.name &&
    before.customer.id === after.customer.id &&
    before.customer.name === after.customer.name
  );
}

/** What it answers, in a line; it leads there. */
function Quote({
  quoted,
  customer,
  onGoTo,
}: Pick<Props, 'customer' | 'onGoTo'> & { quoted: NonNullable<Line['quoted']> }) {
  const seq = typeof quoted === 'number' ? quoted : quoted.seq;
  return (
    <button type="button" className="quote" onClick={() => onGoTo(seq)}>
      <Icon name="reply" size={13} label={t('In answer to')} />
      {typeof quoted === 'number' ? (
        <span>{t('An earlier message')}</span>
      ) : (
        <span dir="auto">
          <strong>
            {quoted.sender === 'customer' ? customer.name : (quoted.senderName ?? t('AI assistant'))}
          </strong>{' '}
          {clip((quoted.content.text || quoted.content.fileName || t('A file')).replace(/\s+/g, ' '), 120)}
        </span>
      )}
    </button>
  );
}

/** Who of the team wrote it: no rule, and not the AI. */
function useAgentOf({ by, entry }: Line): string | undefined {
  const { agent } = useConsole();
  if (by !== 'agent' && by !== 'note') return undefined;
  if (entry.kind === 'pending') return agent?.id;
  return entry.message.sender === 'agent' ? entry.message.senderId : undefined;
}

function Head({ line, name, customerId }: { line: Line; name: string; customerId: string }) {
  const agentId = useAgentOf(line);
  return (
    <header className="group-head">
      {line.by === 'ai' && <Icon name="spark" size={14} />}
      {line.by === 'note' && <Icon name="lock" size={14} />}
      {line.side === 'customer' && <Avatar name={name} size={18} customerId={customerId} />}
      {agentId && <Avatar name={name} size={18} agentId={agentId} />}
      <bdi className="group-name">{name}</bdi>
      {line.by === 'note' && <span className="note-words">{t('Note: only your team sees this')}</span>}
      <time dateTime={line.at} title={whole(line.at)}>
        {clock(line.at)}
      </time>
    </header>
  );
}

interface BubbleProps {
  message: Message;
  receipt: boolean;
  readOnly: boolean;
  formatted: boolean;
  marks: MarkForm | undefined;
  reactions: Line['reactions'];
}

const fileWords = {
  pending: t('A file is being fetched'),
  lost: t('A file that could not be fetched. Ask for it again.'),
};

function Bubble({ message, receipt, readOnly, formatted, marks, reactions }: BubbleProps) {
  const { content, metadata, delivery } = message;
  const earlier = writtenEarlier(message);
  const { mentions } = metadata;
  const names = useMemo(() => mentions?.map(({ name }) => name), [mentions]);
  // The mail itself hangs at its words: it is no file of theirs.
  const isOriginal = content.mail !== undefined && content.mediaType === 'message/rfc822';
  const file = isOriginal ? undefined : content.file;
  const shownFile = Boolean(content.mediaUrl) && !isOriginal;
  const noted = delivery === 'failed' || delivery === 'uncertain' || isWaiting(message);
  return (
    <div className="bubble-line">
      <div className="bubble" title={whole(message.timestamp)}>
        {content.text && (
          <Text formatted={formatted} marks={marks} names={names}>
            {content.text}
          </Text>
        )}
        {content.more && (
          <details>
            <summary>{t('More')}</summary>
            <Text formatted>{content.more}</Text>
          </details>
        )}
        {shownFile && <Attachment message={message} />}
        {content.moreFiles?.map(({ type, ...file }, index) => (
          <Attachment key={index} message={{ ...message, type, content: file }} />
        ))}
        {file && <em className="quiet">{fileWords[file]}</em>}
        {!content.text && !shownFile && !file && (
          <em className="quiet">
            {content.data?.['redacted'] === true ? t('Erased') : t('Nothing to show')}
          </em>
        )}
      </div>
      <Suspense>
        {message.sender === 'customer' && content.text && <Translation message={message} />}
        {metadata.original && <Original message={message} />}
      </Suspense>
      <Suspense>{content.mail && <MailFoot message={message} />}</Suspense>
      <Suspense>
        {(reactions || !readOnly) && <Reactions {...{ message, reactions }} mayTakeOne={!readOnly} />}
      </Suspense>
      <CopyMessageLink message={message} />
      {earlier && (
        <p className="receipt">
          <Icon name="clock" size={14} /> <span>{earlier}</span>
        </p>
      )}
      {metadata.sources && metadata.sources.length > 0 && <Sources message={message} />}
      {metadata.helpful !== undefined && (
        <p className="receipt">
          {metadata.helpful ? t('The customer found this helpful') : t('The customer found this not helpful')}
        </p>
      )}
      {(receipt || noted) && <Receipt message={message} readOnly={readOnly} />}
    </div>
  );
}

function PendingBubble({ pending, marks }: { pending: Pending } & Pick<BubbleProps, 'marks'>) {
  return (
    <div className="bubble-line">
      <div className={pending.state === 'failed' ? 'bubble not-sent' : 'bubble'}>
        {pending.text && <Text marks={marks}>{pending.text}</Text>}
        {pending.files?.map(({ id, fileName }) => (
          <p key={id} className="attachment">
            <Icon name="file" size={16} /> <bdi>{fileName}</bdi>
          </p>
        ))}
      </div>
      <PendingReceipt pending={pending} />
    </div>
  );
}
