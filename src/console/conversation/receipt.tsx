import { useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon, type IconName } from '../icons';
import { AskFirst } from '../shell/ask-first';
import { clock } from '../text/time';

/** How far a message has come; in words, since colour alone says nothing. */
export function Receipt({ message }: { message: Message }) {
  const { agent } = useConsole();
  const [icon, words, bad] = wordsFor(message);
  return (
    <p className={bad ? 'receipt failed' : 'receipt'} role={bad ? 'alert' : undefined}>
      <Icon name={icon} size={14} />
      <span dir="auto">{words}</span>
      {bad && agent && <Again message={message} />}
    </p>
  );
}

/** The way out of what failed, or may have: the agent may know, and sending asks first, for the customer may have it. */
function Again({ message: { sessionId, seq, delivery } }: { message: Message }) {
  const { http } = useConsole();
  const [busy, act] = useAct();
  const [asked, setAsked] = useState(false);
  const place = `sessions/${sessionId}/messages/${seq}`;
  const run = () => act(() => http.post(`${place}/retry`));
  const unknown = delivery === 'uncertain';
  return (
    <>
      {unknown && (
        <button
          type="button"
          className="link"
          disabled={busy}
          onClick={() => act(() => http.post(`${place}/arrived`))}
        >
          It arrived
        </button>
      )}
      <button
        type="button"
        className="link"
        disabled={busy}
        onClick={() => (unknown ? setAsked(true) : run())}
      >
        {unknown ? 'Send again' : 'Retry'}
      </button>
      {asked && (
        <AskFirst
          title="Send it again?"
          word="Send again"
          onNo={() => setAsked(false)}
          onYes={() => {
            setAsked(false);
            run();
          }}
        >
          <p>The customer may have it already, and would get it twice.</p>
        </AskFirst>
      )}
    </>
  );
}

function wordsFor({ type, delivery, deliveryError, isRead, readAt }: Message): [IconName, string, boolean?] {
  if (delivery === 'failed') return ['alert', `Not delivered. ${sentenceOf(deliveryError)}`.trim(), true];
  if (delivery === 'uncertain')
    return ['alert', `It is not known whether this arrived. ${sentenceOf(deliveryError)}`.trim(), true];
  // It went to the customer, and not to everybody.
  if (delivery === 'sent' && deliveryError) return ['alert', `Sent. ${sentenceOf(deliveryError)}`];
  // Nobody is asked to read a line of ours: only the channel knows whether the customer did.
  const isLine = type === 'system' || type === 'handover';
  if ((isRead && !isLine) || delivery === 'read')
    return ['checks', readAt ? `Read ${clock(readAt)}` : 'Read'];
  if (delivery === 'delivered') return ['checks', 'Delivered'];
  if (isWaiting({ delivery, deliveryError }))
    return ['clock', `Not sent yet: ${sentenceOf(deliveryError)} It is tried again by itself.`];
  if (delivery === 'queued' || delivery === 'sending') return ['clock', 'On its way'];
  return ['check', 'Sent'];
}

/** What a provider says need not end like one. */
const sentenceOf = (words = '') => (words === '' || /[.!?]$/.test(words) ? words : `${words}.`);

/** It could not be sent so far. */
export const isWaiting = ({ delivery, deliveryError }: Pick<Message, 'delivery' | 'deliveryError'>) =>
  (delivery === 'queued' || delivery === 'sending') && deliveryError !== undefined;
