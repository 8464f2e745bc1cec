// Words of the trade that mean the same: a group a line, as they are typed or pasted from a list.
import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { mostGroups, type SynonymGroups } from '../../protocol/synonyms';
import { useConsole } from '../context';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { t } from '../i18n/translate';

const path = 'knowledge/synonyms';

interface Listed {
  items: SynonymGroups;
  tag: string | null;
}

export default function Synonyms() {
  const { http } = useConsole();
  const known = useQuery({
    queryKey: [path],
    queryFn: async (): Promise<Listed> => {
      const { body, tag } = await http.getTagged<{ items: SynonymGroups }>(path);
      return { ...body, tag };
    },
    // What somebody types stays until they save it or leave.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (known.isError) return <Trouble error={known.error} onRetry={() => void known.refetch()} />;
  if (!known.data) return <Waiting />;
  return <SynonymForm known={known.data} reload={() => known.refetch()} />;
}

/** Of a text, with the number of its line. */
const groupsOf = (text: string) =>
  text.split('\n').flatMap((line, i) => {
    const words = line
      .split(/[,;،、]/)
      .map((word) => word.trim())
      .filter((word) => word !== '');
    return words.length > 0 ? [{ line: i + 1, words }] : [];
  });

// It is read again as it stands.
// eslint-disable-next-line no-restricted-syntax
const written = (items: SynonymGroups) => items.map((words) => words.join(', ')).join('\n');

function SynonymForm({ known, reload }: { known: Listed; reload: () => Promise<unknown> }) {
  const { http } = useConsole();
  const [text, setText] = useState(written(known.items));
  const groups = groupsOf(text);
  const shown = [...groups.map((_, i) => `items.${i}`), 'items'];
  const save = useSaving(path, shown);
  const wrong = groups.findIndex((_, i) => save.errors.fields[`items.${i}`] !== undefined);
  const reason = save.errors.fields[wrong < 0 ? 'items' : `items.${wrong}`];
  const error =
    reason !== undefined && wrong >= 0
      ? t('Line {line}: {reason}', { line: groups[wrong]!.line, reason })
      : reason;
  return (
    <PageForm
      save={save}
      unchanged={written(groups.map(({ words }) => words)) === written(known.items)}
      onSave={async () => {
        // What a colleague wrote meanwhile is not written over.
        await http.putOver(path, { items: groups.map(({ words }) => words) }, known.tag);
        await reload();
      }}
    >
      <p className="quiet">
        {t(
          'Whoever asks with one word of a group finds what your articles say with another. It holds within seconds, for answers, the help centre and every search of articles.',
        )}
      </p>
      <Textarea
        label={t('Words that mean the same')}
        description={t('A group a line, with commas between the words, at most {most} groups.', {
          most: mostGroups,
        })}
        placeholder={t('price, cost, rate\nrefund, money back')}
        autosize
        minRows={6}
        maxRows={24}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={error}
      />
    </PageForm>
  );
}
