// What charts of figures share: the dates below them, and the same as a table.
import type { Bucket, Figures } from '../../protocol/figures';
import type { OnOpen } from './use-asked';
import { locale, t } from '../i18n/translate';

export type Piece = Figures & { from: string; until: string };

export interface ChartProps {
  buckets: readonly Piece[];
  bucket: Bucket;
  onOpen: OnOpen;
}

export function Axis({ buckets, bucket, most }: Pick<ChartProps, 'buckets' | 'bucket'> & { most: string }) {
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

export function Table({ head, rows }: { head: string[]; rows: TableRow[] }) {
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
