import { useInbox } from '../context';
import { useNow } from '../hooks';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

export function TypingLine({ sessionId, customerName }: { sessionId: string; customerName: string }) {
  const typing = useInbox((state) => state.typing[sessionId]);
  const now = useNow(2_000);
  const on = typing !== undefined && typing.until > now;
  const name = typing?.sender === 'customer' ? customerName : typing?.name;
  return (
    <p className="typing-line" translate="no">
      {on && (
        <>
          <span>{withParts(t('{name} is writing'), { name: <bdi>{name}</bdi> })}</span>
          <span className="typing-dots" aria-hidden>
            <i />
            <i />
            <i />
          </span>
        </>
      )}
    </p>
  );
}
