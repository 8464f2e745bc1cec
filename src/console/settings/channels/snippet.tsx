// What brings the widget onto a site, by what the site is made of.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy-button';
import { t } from '../../i18n/translate';

const kinds = {
  plain: {
    label: t('Any page'),
    where: t('Put this before the end of the body of your pages.'),
    code: (server: string, key: string) =>
      `<script>
  window.Parley = window.Parley || function () { (Parley.q = Parley.q || []).push(arguments); };
</script>
<script src="${server}/widget.js" data-channel-key="${key}" async></script>`,
  },
  react: {
    label: 'React',
    where: t('Put {component} once at the top of your app.', { component: '<Support />' }),
    code: (server: string, key: string) => `import { useEffect } from 'react';
export function Support() {
  useEffect(() => {
    if (window.Parley) return;
    window.Parley = function () { (window.Parley.q ||= []).push(arguments); };
    const script = Object.assign(document.createElement('script'), { src: '${server}/widget.js', async: true });
    script.dataset.channelKey = '${key}';
    document.head.append(script);
  }, []);
  return null;
}`,
  },
  vue: {
    label: 'Vue',
    where: t('Save it as Support.vue, and put {component} once into your App.vue.', {
      component: '<Support />',
    }),
    code: (server: string, key: string) => `<script setup>
import { onMounted } from 'vue';
onMounted(() => {
  if (window.Parley) return;
  window.Parley = function () { (window.Parley.q ||= []).push(arguments); };
  const script = document.createElement('script');
  script.dataset.channelKey = '${key}';
  script.src = '${server}/widget.js';
  document.head.append(script);
});
</script>`,
  },
} as const;
type Kind = keyof typeof kinds;

export function Snippet({ channelKey }: { channelKey: string }) {
  const [kind, setKind] = useState<Kind>('plain');
  const { where, code } = kinds[kind];
  const text = code(location.origin, channelKey);
  return (
    <div style={{ flexBasis: '100%', minWidth: 0 }}>
      <div className="toolbar">
        <SegmentedControl
          size="xs"
          aria-label={t('What your site is made of')}
          data={Object.entries(kinds).map(([value, { label }]) => ({ value, label }))}
          value={kind}
          onChange={(next) => setKind(next as Kind)}
        />
        <p className="quiet">{where}</p>
      </div>
      <code className="snippet" tabIndex={0}>
        {text}
      </code>
      <div style={{ marginTop: 4 }}>
        <CopyButton text={text} label={t('Copy the snippet')} />
      </div>
    </div>
  );
}
