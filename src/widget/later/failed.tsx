import type { Pending } from '../outbox';
import type { Words } from '../translations';
import { Icon } from '../view/icons';
import { sayMore } from './more';

interface Props {
  item: Pending;
  chat: Record<'retry' | 'discard', (clientMessageId: string) => void>;
  words: Words;
}

/** Under a message that was refused: why, and what can be done. */
export function Failed({ item: { clientMessageId: id, failed = '' }, chat, words }: Props) {
  return (
    <p class="receipt bad">
      <Icon name="alert" />
      <span>{reason(failed, words)}</span>
      <button class="link" type="button" onClick={() => chat.retry(id)}>
        {sayMore(words, 'retry')}
      </button>
      <button class="link" type="button" onClick={() => chat.discard(id)}>
        {sayMore(words, 'discard')}
      </button>
    </p>
  );
}

function reason(code: string, words: Words): string {
  const known = ['too_large', 'invalid', 'forbidden', 'file', 'offline'] as const;
  const found = known.find((one) => one === code);
  return sayMore(words, found ? `failed_${found}` : 'failed');
}
