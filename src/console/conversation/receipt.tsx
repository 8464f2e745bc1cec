import { useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon, type IconName } from '../icons';
import { AskFirst } from '../ui/ask-first';
import { clock } from '../text/time';
import { fixed, t } from '../i18n/translate';

/** How far a message has come; in words, since colour alone says nothing. */
export function Receipt({ message, readOnly = false }: { message: Message; readOnly?: boolean }) {
  const { agent } = useConsole();
  const [icon, words, bad] = wordsFor(message);
  return (
    <p className={bad ? 'receipt failed' : 'receipt'} role={bad ? 'alert' : undefined}>
      <Icon name={icon} size={14} />
      <span dir="auto">{words}</span>
      {bad && agent && !readOnly && <Again message={message} />}
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
          {t('It arrived')}
        </button>
      )}
      <button
        type="button"
        className="link"
        disabled={busy}
        onClick={() => (unknown ? setAsked(true) : run())}
      >
        {unknown ? t('Send again') : t('Retry')}
      </button>
      {asked && (
        <AskFirst
          title={t('Send it again?')}
          word={t('Send again')}
          onNo={() => setAsked(false)}
          onYes={() => {
            setAsked(false);
            run();
          }}
        >
          <p>{t('The customer may have it already, and would get it twice.')}</p>
        </AskFirst>
      )}
    </>
  );
}

function wordsFor({ type, delivery, deliveryError, isRead, readAt }: Message): [IconName, string, boolean?] {
  if (delivery === 'failed') return ['alert', and(t('Not delivered.'), deliveryError), true];
  if (delivery === 'uncertain')
    return ['alert', and(t('It is not known whether this arrived.'), deliveryError), true];
  // It went to the customer, and not to everybody.
  if (delivery === 'sent' && deliveryError) return ['alert', and(t('Sent.'), deliveryError)];
  // Nobody is asked to read a line of ours: only the channel knows whether the customer did.
  const isLine = type === 'system' || type === 'handover';
  if ((isRead && !isLine) || delivery === 'read')
    return ['checks', readAt ? t('Read {time}|receipt', { time: clock(readAt) }) : t('Read|receipt')];
  if (delivery === 'delivered') return ['checks', t('Delivered')];
  if (isWaiting({ delivery, deliveryError }))
    return [
      'clock',
      t('Not sent yet: {why} It is tried again by itself.', { why: sentenceOf(deliveryError) }),
    ];
  if (delivery === 'queued' || delivery === 'sending') return ['clock', t('On its way')];
  return ['check', t('Sent')];
}

/** What a provider says need not end like one. */
const sentenceOf = (words = '') => (words === '' || /[.!?]$/.test(words) ? fixed(words) : `${words}.`);

const and = (words: string, why: string | undefined) => `${words} ${sentenceOf(why)}`.trim();

/** It could not be sent so far. */
export const isWaiting = ({ delivery, deliveryError }: Pick<Message, 'delivery' | 'deliveryError'>) =>
  (delivery === 'queued' || delivery === 'sending') && deliveryError !== undefined;
