import { notifications } from '@mantine/notifications';
import { useConsole } from '../context';
import { Icon } from '../icons';
import type { Composing } from './use-composing';
import { t } from '../i18n/translate';

/** A colleague has the conversation now: what was begun for the customer is not lost. */
export default function KeptDraft({ sessionId, composing }: { sessionId: string; composing: Composing }) {
  const { drafts } = useConsole();
  const { text, write, turn } = composing;
  function toNote() {
    const note = drafts.get(sessionId, 'note');
    write('');
    drafts.set(sessionId, 'note', note.trim() ? `${note}\n${text}` : text);
    turn('note');
  }
  async function copy() {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: t('Copied') });
  }
  return (
    <p className="kept-draft">
      <Icon name="pencil" size={14} />
      <span>{t('Your draft is kept.')}</span>
      <button type="button" className="link" onClick={toNote}>
        {t('Make it a note')}
      </button>
      <button type="button" className="link" onClick={() => void copy()}>
        {t('Copy')}
      </button>
    </p>
  );
}
