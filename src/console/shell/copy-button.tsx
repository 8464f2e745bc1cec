import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from '../icons';

interface Props {
  text: string;
  /** What is copied, after "Copy". */
  what?: string;
}

export function CopyButton({ text, what = '' }: Props) {
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      onClick={() => copy(text)}
    >
      {copied ? 'Copied' : `Copy ${what}`.trim()}
    </Button>
  );
}
