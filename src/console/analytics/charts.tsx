// How many conversations began and how they ended, and how long people took, piece by piece; each chart is a table, too.
import type { Bucket, FigureName, Figures } from '../../protocol/figures';
import { duration } from '../text/time';
import { meanings } from './figure-words';
import { Meaning } from './meaning';
import { pieceName, time } from './ranges';
import type { OnOpen } from './use-asked';
import { locale, t } from '../words/words';

export type Piece = Figures & { from: string; until: string };

interface Props {
  buckets: readonly Piece[];
  bucket: Bucket;
  onOpen: OnOpen;
}

export function Charts(props: Props) {
  return (
    <>
      <Volume {...props} />
      <div className="charts">
        <Response of="firstResponse" {...props} />
        <Response of="nextResponse" {...props} />
      </div>
    </>
  );
}

const ends = [
  { key: 'resolvedByAi', name: t('Resolved by the AI'), color: 'var(--ai)' },
  { key: 'withPerson', name: t('With people'), color: 'var(--agent)' },
  { key: 'unanswered', name: t('Ended by neither'), color: 'var(--wait)' },
  { key: 'open', name: t('Still open'), color: 'var(--quiet)' },
] as const;

const partsOf = (piece: Piece) => ({ ...piece, open: piece.conversations - piece.closed });

function EndsLegend() {
  return (
    <p className="legend">
      {ends.map(({ key, name, color }) => (
        <span key={key}>
          <i style={{ background: color }} /> {name}
        </span>
      ))}
    </p>
  );
}

function Volume({ buckets, bucket, onOpen }: Props) {
  const most = Math.max(1, ...buckets.map(({ conversations }) => conversations));
  const open = (piece: Piece) =>
    onOpen({
      title: t('Conversations, {when}', { when: pieceName(piece.from, bucket) }),
      query: { startedFrom: piece.from, startedBefore: piece.until },
    });
  return (
    <section aria-label={t('Conversations')} className="chart">
      <h2>
        {t('Conversations')} <Meaning of={t('Ended by neither')} text={meanings.unanswered} />
      </h2>
      <EndsLegend />
      <svg
        viewBox={`0 0 ${buckets.length} 100`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="plot"
      >
        {buckets.map((piece, n) => (
          <Bar
            key={piece.from}
            piece={piece}
            at={n}
            most={most}
            title={pieceName(piece.from, bucket)}
            onOpen={open}
          />
        ))}
      </svg>
      <Axis buckets={buckets} bucket={bucket} most={String(most)} />
      <Table
        head={[t('Conversations'), ...ends.map(({ name }) => name)]}
        rows={buckets
          .filter(({ conversations }) => conversations > 0)
          .map((piece) => ({
            key: piece.from,
            name: pieceName(piece.from, bucket),
            cells: [String(piece.conversations), ...ends.map(({ key }) => String(partsOf(piece)[key]))],
            onOpen: () => open(piece),
          }))}
      />
    </section>
  );
}

interface BarProps {
  piece: Piece;
  at: number;
  most: number;
  title: string;
  onOpen: (piece: Piece) => void;
}

function Bar({ piece, at, most, title, onOpen }: BarProps) {
  let top = 100;
  const parts = partsOf(piece);
  return (
    <g className="bar-of" onClick={() => piece.conversations > 0 && onOpen(piece)}>
      <title>{`${title}: ${piece.conversations}`}</title>
      <rect x={at} y={0} width={1} height={100} className="bar-room" />
      {ends.map(({ key, color }) => {
        const height = (100 * parts[key]) / most;
        top -= height;
        return <rect key={key} x={at + 0.1} y={top} width={0.8} height={height} fill={color} />;
      })}
    </g>
  );
}

interface ResponseWords {
  title: string;
  none: string;
  figure: FigureName;
  opened: (when: string) => string;
}

const responses: Record<'firstResponse' | 'nextResponse', ResponseWords> = {
  firstResponse: {
    title: t('First response of a person'),
    none: t('No person was waited for and answered in these days.'),
    figure: 'answeredByPerson',
    opened: (when) => t('Answered by a person, {when}', { when }),
  },
  nextResponse: {
    title: t('Later responses'),
    none: t('No person answered a conversation again in these days.'),
    figure: 'answeredAgain',
    opened: (when) => t('Answered again by a person, {when}', { when }),
  },
};

function Response({ of, buckets, bucket, onOpen }: Props & { of: keyof typeof responses }) {
  const { title, none, figure, opened } = responses[of];
  const known = buckets.filter((piece) => piece[of].count > 0);
  const most = Math.max(1, ...known.map((piece) => piece[of].p90 ?? 0));
  const line = (which: 'median' | 'p90') =>
    buckets.map((piece, n) => {
      const value = piece[of][which];
      return value === null ? undefined : ([n + 0.5, 98 - (96 * value) / most] as const);
    });
  const open = (piece: Piece) =>
    onOpen({
      title: opened(pieceName(piece.from, bucket)),
      query: { startedFrom: piece.from, startedBefore: piece.until, figure },
    });
  return (
    <section aria-label={title} className="chart">
      <h2>
        {title} <Meaning of={title} text={meanings[of]} />
      </h2>
      <p className="legend">
        <span>
          <i style={{ background: 'var(--agent)' }} /> {t('Half within')}
        </span>
        <span>
          <i className="dashed" /> {t('Nine of ten within')}
        </span>
      </p>
      {known.length === 0 ? (
        <p className="quiet plot">{none}</p>
      ) : (
        <>
          <svg
            viewBox={`0 0 ${buckets.length} 100`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="plot"
          >
            <Line points={line('p90')} className="line-p90" />
            <Line points={line('median')} className="line-median" />
          </svg>
          <Axis buckets={buckets} bucket={bucket} most={duration(most)} />
          <Table
            head={[t('Answered'), t('Half within'), t('Nine of ten within')]}
            rows={known.map((piece) => ({
              key: piece.from,
              name: pieceName(piece.from, bucket),
              cells: [String(piece[of].count), time(piece[of].median), time(piece[of].p90)],
              onOpen: () => open(piece),
            }))}
          />
        </>
      )}
    </section>
  );
}

/** Where nothing is known the line has a gap; one that stands alone is a dot. */
function Line({
  points,
  className,
}: {
  points: Array<readonly [number, number] | undefined>;
  className: string;
}) {
  const path = points
    .map((point, n) => {
      if (!point) return '';
      const alone = !points[n - 1] && !points[n + 1];
      return `${points[n - 1] ? 'L' : 'M'}${point.join(' ')}${alone ? ' h 0.001' : ''}`;
    })
    .join(' ');
  return <path d={path} className={className} vectorEffect="non-scaling-stroke" />;
}

function Axis({ buckets, bucket, most }: Pick<Props, 'buckets' | 'bucket'> & { most: string }) {
  const options: Intl.DateTimeFormatOptions =
    bucket === 'hour' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' };
  const shown = new Set([0, Math.floor((buckets.length - 1) / 2), buckets.length - 1]);
  return (
    <div className="axis" aria-hidden="true">
      <span className="axis-most">{most}</span>
      {[...shown].map((n) => (
        <span key={n}>{new Intl.DateTimeFormat(locale(), options).format(Date.parse(buckets[n]!.from))}</span>
      ))}
    </div>
  );
}

interface TableRow {
  key: string;
  name: string;
  cells: string[];
  onOpen: () => void;
}

function Table({ head, rows }: { head: string[]; rows: TableRow[] }) {
  return (
    <details className="as-table">
      <summary>{t('As a table')}</summary>
      <div className="wide-table" role="region" aria-label={t('The chart as a table')} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('When')}</th>
              {head.map((name) => (
                <th key={name} scope="col" className="n">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, cells, onOpen }) => (
              <tr key={key}>
                <th scope="row">
                  <button className="link" onClick={onOpen}>
                    {name}
                  </button>
                </th>
                {cells.map((cell, n) => (
                  <td key={head[n]} className="n">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
