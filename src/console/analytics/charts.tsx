// How many conversations began and how they ended, and how long people took, piece by piece; each chart is a table, too.
import { Axis, Table, type ChartProps, type Piece } from './chart-parts';
import { meanings } from './figure-words';
import { Meaning } from './meaning';
import { pieceName } from './ranges';
import { Response } from './response-chart';
import { t } from '../i18n/translate';

export function Charts(props: ChartProps) {
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

function Volume({ buckets, bucket, onOpen }: ChartProps) {
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
