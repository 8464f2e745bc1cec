// An agent's picture: it is there as soon as it is chosen, and so it is taken down.
import { Button, FileButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { usePicture } from '../data/use-pictures';
import { Avatar } from '../shell/avatar';
import { t } from '../i18n/translate';
import '../styles/settings.css';

export function PictureField({ agentId, name }: { agentId: string; name: string }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const url = usePicture(agentId);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');

  function change(work: () => Promise<unknown>) {
    setBusy(true);
    setFailure('');
    work()
      .then(() => queries.invalidateQueries({ queryKey: ['agents'] }))
      .catch((error: unknown) => setFailure(sentence(error)))
      .finally(() => setBusy(false));
  }

  function choose(file: File | null) {
    if (!file) return;
    const form = new FormData();
    form.append('file', file);
    change(() => http.upload(`agents/${agentId}/picture`, form, 'PUT'));
  }

  return (
    <div className="picture-field">
      <Avatar name={name} size={64} agentId={agentId} />
      <div>
        <p>{t('Picture')}</p>
        <div className="picture-buttons">
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={choose}>
            {(props) => (
              <Button {...props} variant="default" size="compact-sm" loading={busy}>
                {url ? t('Choose another') : t('Choose a picture')}
              </Button>
            )}
          </FileButton>
          {url && (
            <Button
              variant="default"
              size="compact-sm"
              disabled={busy}
              onClick={() => change(() => http.remove(`agents/${agentId}/picture`))}
            >
              {t('Remove')}
            </Button>
          )}
        </div>
        <p className="quiet">
          {t('Customers and colleagues see it. PNG, JPEG or WebP, at most 10 MB; its middle is shown.')}
        </p>
        {failure && (
          <p className="quiet failed" role="alert">
            {failure}
          </p>
        )}
      </div>
    </div>
  );
}
