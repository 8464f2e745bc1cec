import { memo, Suspense, useState } from 'react';
import type { Message } from '../../protocol/model/message';
import type { Reactions as Given } from '../text/lines';
import { systemLine } from '../text/system-lines';
import { clock, whole } from '../text/time';
import { Packet } from './packet';
import { isWaiting, Receipt } from './receipt';
import { Reactions } from './said';
import { t } from '../i18n/translate';

interface Props {
  message: Message;
  /** At what the channel sent of it. */
  reactions?: Given | undefined;
  /** Nothing is to be done about it here. */
  readOnly?: boolean;
}

/** Small and centred; a handover opens its packet. */
export const SystemLine = memo(function SystemLine({ message, reactions, readOnly = false }: Props) {
  const [open, setOpen] = useState(false);
  const packet = message.content.packet;
  // What the customer was told of a handover is a message like others: how far it came is shown, too.
  const said = message.type === 'handover' && message.delivery ? message.content.text : undefined;
  // How a reaction or a mail went.
  const noted =
    said !== undefined ||
    message.delivery === 'failed' ||
    message.delivery === 'uncertain' ||
    isWaiting(message);
  return (
    <div className="system-line">
      <p>
        <bdi>{systemLine(message)}</bdi>{' '}
        <time dateTime={message.timestamp} title={whole(message.timestamp)}>
          {clock(message.timestamp)}
        </time>
        {packet && (
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('Hide why') : t('Why')}
          </button>
        )}
      </p>
      {said !== undefined && (
        <p className="system-told">
          {t('Told the customer:')} <q dir="auto">{said}</q>
        </p>
      )}
      {noted && <Receipt {...{ message, readOnly }} />}
      <Suspense>{reactions && <Reactions {...{ message, reactions }} />}</Suspense>
      {packet && open && (
        <div className="system-packet">
          <Packet packet={packet} />
        </div>
      )}
    </div>
  );
});
