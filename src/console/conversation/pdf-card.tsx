// A PDF of a message: its pages are drawn when somebody asks for them, and nothing of it is fetched before.
import {
  createContext,
  lazy,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { Icon } from '../icons';
import type { PdfFile } from '../pdf/wire';
import { fileSize } from '../text/file-size';
import { plural, t } from '../i18n/translate';

const PdfDialog = lazy(() => import('../pdf/pdf-dialog'));

interface Shows {
  show(file: PdfFile): void;
  /** How many pages those have that were shown, by their addresses. */
  pages: ReadonlyMap<string, number>;
}

const Shown = createContext<Shows | undefined>(undefined);

const addressOf = ({ href }: PdfFile) => href.replace(/\?.*/, '');

/** The pages are shown above all of this: what is below may be scrolled away meanwhile. */
export function ShowsPdfs({ children }: { children: ReactNode }) {
  const [file, setFile] = useState<PdfFile>();
  const [pages, setPages] = useState<Shows['pages']>(new Map());
  const shows = useMemo(() => ({ show: setFile, pages }), [pages]);
  return (
    <Shown value={shows}>
      {children}
      <Suspense>
        {file && (
          <PdfDialog
            file={file}
            onClose={() => setFile(undefined)}
            onPages={(count) => setPages((known) => new Map(known).set(addressOf(file), count))}
          />
        )}
      </Suspense>
    </Shown>
  );
}

interface CardProps {
  file: PdfFile;
  /** Resolves when the link is good again, if it can be. */
  renewOld: () => Promise<void>;
}

export function PdfCard({ file, renewOld }: CardProps) {
  const shows = useContext(Shown);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    // By now the file has the link of now.
    if (wanted) shows?.show(file);
    setWanted(false);
  }, [wanted]);
  const { href, name, size } = file;
  const pages = shows?.pages.get(addressOf(file));
  const about = [
    size !== undefined && fileSize(size),
    pages !== undefined && plural(pages, { one: '1 page', other: '{count} pages' }),
  ];
  return (
    <span className="attachment pdf-card" onPointerEnter={renewOld} onFocus={renewOld}>
      <button
        type="button"
        aria-haspopup="dialog"
        title={t('Show the pages')}
        onClick={() => void renewOld().finally(() => setWanted(true))}
      >
        <Icon name="file" size={20} />
        <span className="pdf-what">
          <bdi>{name}</bdi>
          <span className="quiet">{['PDF', ...about].filter(Boolean).join(' · ')}</span>
        </span>
      </button>
      <a
        href={href}
        download={name}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={t('Download {name}', { name })}
        title={t('Download')}
      >
        <Icon name="download" size={16} />
      </a>
    </span>
  );
}
