import { Fragment, type ReactNode } from 'react';

/** Of `<link>words</link>` what becomes of the words; of `{name}` what stands there. */
type Parts = Readonly<Record<string, ReactNode | ((words: string) => ReactNode)>>;

/** Words with elements among them: `withParts(t('Read <a>the guide</a>.'), { a: (words) => <a …>{words}</a> })`. */
export function withParts(words: string, parts: Parts): ReactNode {
  return words.split(/(<(?:\w+)>[^<]*<\/\w+>|\{\w+\})/).map((piece, at) => {
    const [, name = '', inner = '', slot = ''] = /^<(\w+)>(.*)<\/\w+>$|^\{(\w+)\}$/s.exec(piece) ?? [];
    const part = parts[name || slot];
    if (part === undefined) return piece;
    return <Fragment key={at}>{typeof part === 'function' ? part(inner) : part}</Fragment>;
  });
}
