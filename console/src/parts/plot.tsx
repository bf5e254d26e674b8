import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './plot.module.css';

// Asked for with the page that shows it, and not only after that page's numbers have come.
const loading = import('./plot-canvas.tsx');
const Canvas = lazy(async () => ({ default: (await loading).PlotCanvas }));

export interface PlotSeries {
  label: string;
  /** The custom property that colours it. */
  color: '--accent' | '--bad' | '--warn' | '--ink-quiet';
  values: number[];
}

export interface PlotProps {
  title: string;
  /** Milliseconds since the epoch, evenly spaced. */
  times: number[];
  series: PlotSeries[];
  height?: number;
  /** How the axis and the table write a time. */
  label(at: number): string;
}

/** Bars over time: drawn for the eye, and as a table for those who listen. */
export function Plot(props: PlotProps): ReactElement {
  const { title, times, series, height = 150, label } = props;
  const { t } = useTranslation();
  return (
    <figure className={styles.plot}>
      <figcaption className={styles.caption}>
        <span>{title}</span>
        <ul className={styles.legend} aria-hidden="true">
          {series.map(({ label: name, color }, index) => (
            <li key={name} data-series={index} style={{ '--series': `var(${color})` } as React.CSSProperties}>
              <i />
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
      <div style={{ height }} aria-hidden="true">
        <Suspense>
          <Canvas {...props} height={height} />
        </Suspense>
      </div>
      <div className="hidden-visually">
        <table>
          <caption>{t('parts.chartTable', { title })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('parts.time')}</th>
              {series.map(({ label: name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((at, row) => (
              <tr key={at}>
                <th scope="row">{label(at)}</th>
                {series.map(({ label: name, values }) => (
                  <td key={name}>{values[row]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
