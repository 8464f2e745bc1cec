import type { Pending } from '../data/outbox';
import { useConsole } from '../context';
import { fail, useNow } from '../hooks';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

/** How far a message has come that the log does not hold yet, and what its author can still do. */
export function PendingReceipt({ pending }: { pending: Pending }) {
  const { inbox } = useConsole();
  const remove = (
    <button type="button" className="link" onClick={() => inbox.sending.discard(pending.clientMessageId)}>
      {t('Delete')}
    </button>
  );
  if (pending.state === 'failed') {
    return (
      <p className="receipt failed" role="alert">
        <Icon name="alert" size={14} />
        <span>{`${t('Not sent.')} ${pending.error ?? ''}`}</span>
        <button type="button" className="link" onClick={() => inbox.sending.retry(pending)}>
          {t('Retry')}
        </button>
        {!pending.note && !pending.template && <TakeBack pending={pending} word={t('Edit')} />}
        {remove}
      </p>
    );
  }
  if (pending.until !== undefined) return <Held pending={pending} until={pending.until} />;
  return (
    <p className="receipt">
      <Icon name="clock" size={14} />
      <span>{pending.waits ? t('Waiting for the server. It goes out by itself.') : t('Sending')}</span>
      {pending.waits && remove}
    </p>
  );
}

function Held({ pending, until }: { pending: Pending; until: number }) {
  const { inbox } = useConsole();
  const now = useNow(250);
  const left = Math.max(0, Math.ceil((until - now) / 1_000));
  return (
    <p className="receipt">
      <Icon name="clock" size={14} />
      <span translate="no">{left > 0 ? t('Sending in {left} s', { left }) : t('Sending')}</span>
      <TakeBack pending={pending} word={t('Undo')} />
      <button type="button" className="link" onClick={() => inbox.sending.letGo(pending)}>
        {t('Send now')}
      </button>
    </p>
  );
}

/** Gives words and files back to the composer. */
function TakeBack({ pending, word }: { pending: Pending; word: string }) {
  const { inbox, drafts } = useConsole();
  function takeBack() {
    if (inbox.sending.takeBack(pending)) drafts.restore(pending);
    else fail(new Error('It is on its way already.'));
  }
  return (
    <button type="button" className="link" onClick={takeBack}>
      {word}
    </button>
  );
}
