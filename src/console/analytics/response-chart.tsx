// How long customers waited for people, piece by piece.
import type { FigureName } from '../../protocol/figures';
import { duration } from '../text/time';
import { Axis, Table, type ChartProps, type Piece } from './chart-parts';
import { meanings } from './figure-words';
import { Meaning } from './meaning';
import { pieceName, time } from './ranges';
import { t } from '../i18n/translate';

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

export function Response({ of, buckets, bucket, onOpen }: ChartProps & { of: keyof typeof responses }) {
  const { title, none, figure, opened } = responses[of];
  const known = buckets.filter((piece) => piece[of].count > 0);
  const most = Math.max(1, ...known.map((piece) => piece[of].p90 ?? 0));
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
          <Plot of={of} most={most} buckets={buckets} bucket={bucket} onOpen={open} />
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

interface PlotProps extends Pick<ChartProps, 'buckets' | 'bucket'> {
  of: keyof typeof responses;
  /** Seconds at the top. */
  most: number;
  onOpen: (piece: Piece) => void;
}

function Plot({ of, most, buckets, bucket, onOpen }: PlotProps) {
  const line = (which: 'median' | 'p90') =>
    buckets.map((piece, n) => {
      const value = piece[of][which];
      return value === null ? undefined : ([n + 0.5, 95 - (90 * value) / most] as const);
    });
  return (
    <svg viewBox={`0 0 ${buckets.length} 100`} preserveAspectRatio="none" aria-hidden="true" className="plot">
      <Line points={line('p90')} className="line-p90" />
      <Line points={line('median')} className="line-median" />
      {buckets.map(
        (piece, n) =>
          piece[of].count > 0 && (
            <g key={piece.from} className="bar-of" onClick={() => onOpen(piece)}>
              <title>{titleOf(piece, of, bucket)}</title>
              <rect x={n} y={0} width={1} height={100} className="bar-room" />
            </g>
          ),
      )}
    </svg>
  );
}

const titleOf = (piece: Piece, of: keyof typeof responses, bucket: ChartProps['bucket']) =>
  [
    pieceName(piece.from, bucket),
    `${t('Half within')}: ${time(piece[of].median)}`,
    `${t('Nine of ten within')}: ${time(piece[of].p90)}`,
  ].join('\n');

/** Where nothing is known the line has a gap; one that stands alone is a dot. */
function Line({
  points,
  className,
}: {
  points: Array<readonly [number, number] | undefined>;
  className: string;
}) {
  const isAlone = (n: number) => !points[n - 1] && !points[n + 1];
  const drawn = (piece: (point: readonly [number, number], n: number) => string) =>
    points.map((point, n) => (point ? piece(point, n) : '')).join(' ');
  const line = drawn((point, n) => (isAlone(n) ? '' : `${points[n - 1] ? 'L' : 'M'}${point.join(' ')}`));
  const dots = drawn((point, n) => (isAlone(n) ? `M${point.join(' ')} h 0.001` : ''));
  return (
    <>
      <path d={line} className={className} vectorEffect="non-scaling-stroke" />
      <path d={dots} className={`${className} dots`} vectorEffect="non-scaling-stroke" />
    </>
  );
}
