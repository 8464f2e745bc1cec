import type { Pending } from '../data/outbox';
import { useConsole } from '../context';
import { fail, useNow } from '../hooks';
import { Icon } from '../icons';

/** How far a message has come that the log does not hold yet, and what its author can still do. */
export function PendingReceipt({ pending }: { pending: Pending }) {
  const { inbox } = useConsole();
  const remove = (
    <button type="button" className="link" onClick={() => inbox.sending.discard(pending.clientMessageId)}>
      Delete
    </button>
  );
  if (pending.state === 'failed') {
    return (
      <p className="receipt failed" role="alert">
        <Icon name="alert" size={14} />
        <span>{`Not sent. ${pending.error ?? ''}`}</span>
        <button type="button" className="link" onClick={() => inbox.sending.retry(pending)}>
          Retry
        </button>
        {!pending.note && !pending.template && <TakeBack pending={pending} word="Edit" />}
        {remove}
      </p>
    );
  }
  if (pending.until !== undefined) return <Held pending={pending} until={pending.until} />;
  return (
    <p className="receipt">
      <Icon name="clock" size={14} />
      <span>{pending.waits ? 'Waiting for the server. It goes out by itself.' : 'Sending'}</span>
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
      <span translate="no">{left > 0 ? `Sending in ${left} s` : 'Sending'}</span>
      <TakeBack pending={pending} word="Undo" />
      <button type="button" className="link" onClick={() => inbox.sending.letGo(pending)}>
        Send now
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
