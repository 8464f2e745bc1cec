import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { PageFrame } from '../ui/page-frame';
import { t } from '../i18n/translate';

/** For an address that leads nowhere. */
export default function NotFound() {
  return (
    <PageFrame title={t('This page does not exist')}>
      <p>{t('The address may have been cut off, or what was there is gone.')}</p>
      <Button mt={12} component={Link} to="/inbox">
        {t('To the inbox')}
      </Button>
    </PageFrame>
  );
}
