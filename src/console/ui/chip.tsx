import { useClipboard } from '@mantine/hooks';
import { Icon } from '../icons';
import { factName, t } from '../i18n/translate';

/** A fact; one press copies its value. */
export function Chip({ name, value }: { name: string; value: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <button
      type="button"
      className="chip"
      title={t('Copy {value}', { value })}
      onClick={() => clipboard.copy(value)}
    >
      <span className="quiet">{factName(name)}</span> <bdi>{value}</bdi>
      <Icon
        name={clipboard.copied ? 'check' : 'copy'}
        size={13}
        label={clipboard.copied ? t('copied') : t('copy')}
      />
    </button>
  );
}
