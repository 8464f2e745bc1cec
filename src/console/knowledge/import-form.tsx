import { Button, FileInput, Select, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../context';
import type { Http } from '../data/http';
import { Form, Rest, useSaving } from '../ui/form';
import { t } from '../i18n/translate';

const kinds = [
  { value: 'file', label: t('File') },
  { value: 'url', label: t('Page') },
  { value: 'sitemap', label: t('Sitemap') },
] as const;
type Kind = (typeof kinds)[number]['value'];

const examples = {
  file: '',
  url: 'https://shop.example/help/returns',
  sitemap: 'https://shop.example/sitemap.xml',
} as const;

const hints = {
  file: t(
    'Markdown, HTML, text, PDF or Word: one article each. CSV: an article a row, with the columns question, answer, category, language, tags. JSON: an array of {fields}, all or nothing.',
    { fields: '{externalId?, title, content, category?, tags?, audience?}' },
  ),
  url: t('One page of the web, which becomes one article.'),
  sitemap: t('The address of a sitemap.xml: each page that it names on its own host becomes an article.'),
} as const;

interface Fields {
  kind: Kind;
  file: File | null;
  address: string;
  category: string;
  audience: string;
  refetch: string;
}
const empty: Fields = {
  kind: 'file',
  file: null,
  address: '',
  category: '',
  audience: 'public',
  refetch: '24',
};

export function ImportForm() {
  const { http } = useConsole();
  const [given, setGiven] = useState(empty);
  const change = (part: Partial<Fields>) => setGiven((now) => ({ ...now, ...part }));
  const save = useSaving('knowledge/imports', ['url', 'sitemap', 'category'], () =>
    change({ file: null, address: '' }),
  );
  const { kind, file, address } = given;
  return (
    <Form save={save} onSave={() => begin(http, given)}>
      <SegmentedControl
        aria-label={t('What to import')}
        data={[...kinds]}
        value={kind}
        onChange={(value) => change({ kind: value as Kind })}
      />
      <From {...{ given, change }} errors={save.errors.fields} />
      <Options {...{ given, change }} errors={save.errors.fields} />
      <Rest save={save} />
      {save.done && <p role="status">{t('It has begun.')}</p>}
      <div>
        <Button type="submit" loading={save.busy} disabled={kind === 'file' ? !file : !address.trim()}>
          {t('Import')}
        </Button>
      </div>
    </Form>
  );
}

interface Props {
  given: Fields;
  change: (part: Partial<Fields>) => void;
  errors: Record<string, string>;
}

function From({ given: { kind, file, address }, change, errors }: Props) {
  if (kind === 'file')
    return (
      <FileInput
        label={t('File')}
        description={hints.file}
        placeholder={t('Choose a file')}
        accept=".json,.csv,.md,.html,.txt,.pdf,.docx"
        value={file}
        onChange={(chosen) => change({ file: chosen })}
      />
    );
  return (
    <TextInput
      label={t('Address')}
      description={hints[kind]}
      type="url"
      placeholder={examples[kind]}
      value={address}
      onChange={(event) => change({ address: event.currentTarget.value })}
      error={errors[kind]}
    />
  );
}

function Options({ given: { kind, category, audience, refetch }, change, errors }: Props) {
  return (
    <div className="beside">
      <Select
        label={t('Who may read it')}
        allowDeselect={false}
        data={[
          { value: 'public', label: t('Everybody') },
          { value: 'verified', label: t('Verified customers and the team') },
          { value: 'internal', label: t('The team only') },
        ]}
        value={audience}
        onChange={(value) => change({ audience: value ?? 'public' })}
      />
      <TextInput
        label={t('Category')}
        maxLength={100}
        value={category}
        onChange={(event) => change({ category: event.currentTarget.value })}
        error={errors['category']}
      />
      {kind !== 'file' && (
        <Select
          label={t('Look at it again')}
          allowDeselect={false}
          data={[
            { value: '1', label: t('Every hour') },
            { value: '24', label: t('Every day') },
            { value: '168', label: t('Every week') },
            { value: 'never', label: t('Never') },
          ]}
          value={refetch}
          onChange={(value) => change({ refetch: value ?? '24' })}
        />
      )}
    </div>
  );
}

function begin(http: Http, { kind, file, address, category, audience, refetch }: Fields): Promise<unknown> {
  const options = { ...(category.trim() && { category: category.trim() }), audience };
  if (kind === 'file') return sendFile(http, file!, options);
  const refetchHours = refetch === 'never' ? null : Number(refetch);
  return http.post('knowledge/imports', { ...options, [kind]: address.trim(), refetchHours });
}

/** JSON is written at once, all or nothing; whatever else is a job. */
async function sendFile(http: Http, file: File, options: Record<string, string>): Promise<unknown> {
  if (file.name.toLowerCase().endsWith('.json')) return sendArticles(http, file, options);
  const form = new FormData();
  form.append('file', file);
  return http.upload(`knowledge/imports/file?${new URLSearchParams(options)}`, form);
}

async function sendArticles(http: Http, file: File, options: Record<string, string>): Promise<unknown> {
  let articles: unknown;
  try {
    articles = JSON.parse(await file.text());
  } catch {
    articles = undefined;
  }
  if (!Array.isArray(articles))
    throw new Error(
      'This file is no valid JSON. It has to be an array of articles, each with a title and content.',
    );
  const given = articles.map((one: unknown) => (typeof one === 'object' ? { ...options, ...one } : one));
  return http.post('knowledge/articles/import', given);
}
