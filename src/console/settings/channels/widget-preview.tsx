// How the widget will look with what stands in the form: the widget's own code in a frame.
import { Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { previewReady, type WidgetPreview as Preview } from '../../../protocol/widget-preview';
import { t } from '../../i18n/translate';
import '../../styles/widget-preview.css';

const languages = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'es', label: 'Español' },
  { value: 'fr', label: 'Français' },
  { value: 'pt', label: 'Português' },
  { value: 'ar', label: 'العربية' },
];

export function WidgetPreview({ look }: { look: Omit<Preview, 'parley' | 'locale'> }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [locale, setLocale] = useState('en');
  const tell = () => {
    const preview: Preview = { parley: 'preview', ...look, locale };
    frame.current?.contentWindow?.postMessage(preview, location.origin);
  };
  const newest = useRef(tell);
  useEffect(() => {
    newest.current = tell;
    tell();
  });
  useEffect(() => {
    const hear = ({ data, source }: MessageEvent) => {
      if (data === previewReady && source === frame.current?.contentWindow) newest.current();
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  return (
    <section className="widget-preview" aria-label={t('Preview')}>
      <Select
        label={t('Preview in')}
        description={t('Not saved: the widget speaks the language of the page or the browser.')}
        data={languages}
        allowDeselect={false}
        value={locale}
        onChange={(next) => setLocale(next ?? 'en')}
      />
      <iframe ref={frame} src="/widget/preview.html" title={t('Preview of the widget')} />
    </section>
  );
}
