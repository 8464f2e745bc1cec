import { memo, useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { systemLine } from '../text/lines';
import { clock, whole } from '../text/time';
import { Packet } from './packet';

/** Small and centred; a handover opens its packet. */
export const SystemLine = memo(function SystemLine({ message }: { message: Message }) {
  const [open, setOpen] = useState(false);
  const packet = message.content.packet;
  return (
    <div className="system-line">
      <p>
        <bdi>{systemLine(message)}</bdi>{' '}
        <time dateTime={message.timestamp} title={whole(message.timestamp)}>
          {clock(message.timestamp)}
        </time>
        {packet && (
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide why' : 'Why'}
          </button>
        )}
      </p>
      {packet && open && (
        <div className="system-packet">
          <Packet packet={packet} />
        </div>
      )}
    </div>
  );
});
