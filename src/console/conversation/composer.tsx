// Reply and Note are two surfaces that nobody can confuse. What cannot be done is said, with the way out beside it.
import { Button } from '@mantine/core';
import {
  lazy,
  Suspense,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import type { Surface } from '../data/drafts';
import { Icon } from '../icons';
import { useOffer } from '../shell/use-offer';
import { composes } from '../ui/use-key';
import { Blocked } from './blocked';
import { usePicker, type Picker } from './picker/use-picker';
import { useComposing, type Composing } from './use-composing';
import { useMacro } from './use-macro';
import { AttachButton } from './attach-button';
import { EmojiButton } from './emoji-button';
import { Later } from './later-button';
import { SignButton } from './sign-button';
import { useRules } from './use-rules';
import { Viewers } from './viewers';
import type { Addressed } from './mail/letter-fields';
import { t } from '../i18n/translate';

const LetterFields = lazy(() => import('./mail/letter-fields'));
const CopilotBar = lazy(() => import('../copilot/copilot-bar'));
const ReplyList = lazy(() => import('./picker/reply-list'));
const ColleagueList = lazy(() => import('./picker/colleague-list'));
const ChannelWindow = lazy(() => import('./channel-window').then((all) => ({ default: all.ChannelWindow })));
const FileChips = lazy(() => import('./file-chips').then((all) => ({ default: all.FileChips })));
const KeptDraft = lazy(() => import('./kept-draft'));
const FormatBar = lazy(() => import('./format-bar'));
const TemplateDialog = lazy(() => import('./template-dialog'));

interface Props {
  session: Session;
  mine: boolean;
}

export function Composer({ session, mine }: Props) {
  const { agent } = useConsole();
  const field = useRef<HTMLTextAreaElement>(null);
  const rules = useRules(session.id);
  const shut = rules?.mayWrite === false;
  const [letter, setLetter] = useState<Addressed>();
  const byMail = session.channelType === 'email';
  const addressed = byMail ? letter : null;
  const composing = useComposing({ sessionId: session.id, mine, shut, addressed }, field);
  const picker = usePicker(composing, field);
  const [picking, setPicking] = useState(false);
  const macro = useMacro(session, mine);
  const { surface, chosen } = composing;
  const reply = surface === 'reply';
  const template = mine && rules?.forms.includes('template') ? () => setPicking(true) : undefined;
  if (!agent) {
    return <p className="composer-note">{t('Your user is no agent: you can read here, not write.')}</p>;
  }
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer) => takeFiles(event, data, composing);
  return (
    <div
      className={`composer ${surface}`}
      onPaste={(event) => take(event, event.clipboardData)}
      onDragOver={(event) => take(event, event.dataTransfer)}
      onDrop={(event) => take(event, event.dataTransfer)}
    >
      <Surfaces composing={composing} sessionId={session.id} />
      {reply && !mine && <NotMine session={session} composing={composing} />}
      <Suspense>
        {reply && rules && session.status !== 'closed' && (
          <ChannelWindow rules={rules} onTemplate={template} />
        )}
      </Suspense>
      {reply && byMail && session.status !== 'closed' && (
        <Suspense fallback={<p className="window">&nbsp;</p>}>
          <LetterFields session={session} signature={rules?.signature} onChange={setLetter} />
        </Suspense>
      )}
      {reply && session.status !== 'closed' && !shut && <Marks {...{ session, composing, field }} />}
      <Suspense>
        {picker.asked &&
          (reply ? <ReplyList session={session} picker={picker} /> : <ColleagueList picker={picker} />)}
      </Suspense>
      <Field composing={composing} picker={picker} field={field} mine={mine} shut={reply && shut} />
      <Suspense>{reply && <FileChips chosen={chosen} />}</Suspense>
      <Foot
        session={session}
        composing={composing}
        sign={<SignButton composing={composing} picker={picker} field={field} />}
        field={field}
        onTemplate={shut ? undefined : template}
        takesFiles={!rules || rules.forms.includes('attachment')}
      />
      {macro}
      <Suspense>{picking && <TemplateDialog session={session} onClose={() => setPicking(false)} />}</Suspense>
    </div>
  );
}

type MarksProps = Pick<FieldProps, 'composing' | 'field'> & { session: Session };

function Marks({ session: { channelType }, composing, field }: MarksProps) {
  const marks = channelType === 'email' ? 'mail' : channelType === 'whatsapp' ? 'whatsapp' : 'web';
  return (
    <Suspense fallback={<p className="format-bar">&nbsp;</p>}>
      <FormatBar field={field} write={composing.write} marks={marks} />
    </Suspense>
  );
}

function takeFiles(event: ClipboardEvent | DragEvent, data: DataTransfer, { surface, chosen }: Composing) {
  if (surface === 'note' || !data.types.includes('Files')) return;
  event.preventDefault();
  chosen.add(data.files);
}

function NotMine({ session, composing }: { session: Session; composing: Composing }) {
  return (
    <>
      <Blocked session={session} />
      <Suspense>
        {session.status === 'with_agent' && composing.text.trim() && (
          <KeptDraft sessionId={session.id} composing={composing} />
        )}
      </Suspense>
    </>
  );
}

function Surfaces({ composing: { surface, turn }, sessionId }: { composing: Composing; sessionId: string }) {
  const online = useInbox((state) => state.connection === 'online');
  const to = (name: Surface) => ({
    type: 'button' as const,
    className: `surface ${name}`,
    'aria-pressed': surface === name,
    onClick: () => turn(name),
  });
  return (
    <div className="surfaces" role="group" aria-label={t('What to write')}>
      <button {...to('reply')}>{t('Reply')}</button>
      <button {...to('note')}>
        <Icon name="lock" size={13} /> <span>{t('Note')}</span>
      </button>
      {surface === 'note' && <span className="note-words">{t('Only your team sees this')}</span>}
      <Viewers sessionId={sessionId} />
      {!online && <span className="quiet">{t('Not connected: it is kept and sent later')}</span>}
    </div>
  );
}

interface FieldProps {
  composing: Composing;
  picker: Picker;
  field: RefObject<HTMLTextAreaElement | null>;
  mine: boolean;
  shut: boolean;
}

function Field({ composing, picker, field, mine, shut }: FieldProps) {
  const { surface, text, blocked, write, send, stopTyping } = composing;
  function keys(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (composes(event.nativeEvent) || picker.keys(event)) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  }
  return (
    <textarea
      ref={field}
      dir="auto"
      rows={blocked && !text ? 1 : 2}
      aria-label={surface === 'note' ? t('Note, only your team sees this') : t('Reply to the customer')}
      placeholder={shut ? t('Nothing can be written here now') : placeholder(surface, mine)}
      disabled={shut && !text}
      readOnly={shut}
      aria-autocomplete="list"
      aria-activedescendant={picker.active}
      enterKeyHint="send"
      value={text}
      onChange={(event) => {
        write(event.currentTarget.value);
        picker.look(event.currentTarget.selectionStart);
      }}
      onSelect={(event) => picker.look(event.currentTarget.selectionStart)}
      onKeyDown={keys}
      onBlur={() => {
        picker.look(-1);
        stopTyping();
      }}
    />
  );
}

function placeholder(surface: Surface, mine: boolean): string {
  if (surface === 'note') return t('A note for your team');
  return mine ? t('Write to the customer') : t('Draft a reply; it is kept');
}

interface FootProps {
  session: Session;
  composing: Composing;
  sign: ReactNode;
  field: RefObject<HTMLTextAreaElement | null>;
  onTemplate: (() => void) | undefined;
  takesFiles: boolean;
}

function Foot({ session, composing, sign, field, onTemplate, takesFiles }: FootProps) {
  const { surface, chosen, blocked, nothing, wrong, send } = composing;
  const note = surface === 'note';
  useOffer('template', note ? undefined : onTemplate);
  return (
    <div className="composer-foot">
      {!note && takesFiles && <AttachButton onFiles={chosen.add} />}
      {sign}
      <EmojiButton write={composing.write} field={field} />
      {!note && onTemplate && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onTemplate}>
          {t('Template')}
        </Button>
      )}
      {!note && session.status !== 'closed' && (
        <Suspense>
          <CopilotBar key={session.id} session={session} composing={composing} />
        </Suspense>
      )}
      <Hint composing={composing} />
      {!note &&
        chosen.files.length === 0 &&
        !composing.mail &&
        !blocked &&
        !nothing &&
        wrong === undefined && <Later session={session} composing={composing} />}
      <Button
        className="composer-send"
        size="compact-md"
        color={note ? 'yellow.8' : undefined}
        autoContrast
        disabled={blocked || nothing || wrong !== undefined}
        leftSection={<Icon name={note ? 'lock' : 'send'} size={15} />}
        onClick={send}
      >
        {note ? t('Add note') : t('Send')}
      </Button>
    </div>
  );
}

function Hint({ composing: { surface, wrong, waits } }: { composing: Composing }) {
  const keys =
    surface === 'note' ? t('Enter adds it, @ calls a colleague') : t('Enter sends, / finds a reply');
  const className = wrong ? 'quiet failed' : waits ? 'quiet told' : 'quiet';
  return (
    <span className={className} role={wrong ? 'alert' : waits ? 'status' : undefined}>
      {wrong ?? (waits ? t('It is sent as soon as the conversation is yours') : keys)}
    </span>
  );
}
