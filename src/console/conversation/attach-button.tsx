import { ActionIcon, FileButton } from '@mantine/core';
import { Icon } from '../icons';
import { useOffer } from '../shell/use-offer';
import { t } from '../i18n/translate';

export function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  return (
    <FileButton multiple onChange={onFiles}>
      {(props) => <Clip {...props} />}
    </FileButton>
  );
}

function Clip(props: { onClick: () => void }) {
  useOffer('attach', props.onClick);
  return (
    <ActionIcon
      {...props}
      variant="subtle"
      color="gray"
      aria-label={t('Attach files')}
      title={t('Attach files')}
    >
      <Icon name="clip" size={16} />
    </ActionIcon>
  );
}
