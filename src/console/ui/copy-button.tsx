import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

interface Props {
  text: string;
  /** What the press does: "Copy the snippet". */
  label?: string;
}

export function CopyButton({ text, label = t('Copy') }: Props) {
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      onClick={() => copy(text)}
    >
      {copied ? t('Copied') : label}
    </Button>
  );
}
