import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactElement } from 'react';
import uPlot from 'uplot';
import type { PlotProps } from './plot.tsx';

const minLabelWidth = 52;

/** A canvas knows no custom properties: their values, as the element would show them. */
function resolved(element: HTMLElement, property: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Labels stand under bars, never between them: every bar's, or every second's, as the width allows. */
function labelledTimes(times: number[], width: number): number[] {
  const every = Math.max(1, Math.ceil((times.length * minLabelWidth) / Math.max(1, width)));
  return times.filter((_, index) => index % every === 0);
}

function axesOf(element: HTMLElement, { times, label }: PlotProps): uPlot.Axis[] {
  const stroke = resolved(element, '--ink-quiet');
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const grid = { stroke: resolved(element, '--line'), width: 1 };
  return [
    {
      stroke,
      font,
      grid: { show: false },
      ticks: { show: false },
      size: 24,
      splits: (plot) => labelledTimes(times, plot.width),
      values: (_, splits) => splits.map((at) => label(at)),
    },
    {
      stroke,
      font,
      grid,
      ticks: { show: false },
      size: 42,
      incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5],
    },
  ];
}

/** Bars upon bars: the series after the first begin where those before end. */
function stacked(series: PlotProps['series']): number[][] {
  const sums: number[][] = [];
  for (const { values } of series) {
    const below = sums.at(-1);
    sums.push(values.map((value, index) => value + (below?.[index] ?? 0)));
  }
  return sums;
}

function optionsFor(element: HTMLElement, props: PlotProps): uPlot.Options {
  const { times, series, height = 150 } = props;
  const bars = uPlot.paths.bars?.({ size: [0.72, 28], radius: 0.12 });
  const step = (times[1] ?? 1) - (times[0] ?? 0);
  return {
    width: element.clientWidth,
    height,
    ms: 1,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 6, 0, 0],
    scales: {
      x: { time: true, range: (_, min, max) => [min - step / 2, max + step / 2] },
      y: { range: (_, __, max) => [0, Math.max(4, max * 1.08)] },
    },
    axes: axesOf(element, props),
    series: [
      {},
      // The tallest sum is drawn first, so that those below cover its foot.
      ...series
        .toReversed()
        .map(({ color }) => ({ fill: resolved(element, color), paths: bars, points: { show: false } })),
    ],
  };
}

export function PlotCanvas(props: PlotProps): ReactElement {
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const data = JSON.stringify([props.times, props.series, props.height]);
  useEffect(() => {
    const parent = element.current;
    if (parent === null || parent.clientWidth === 0) return;
    const plot = new uPlot(optionsFor(parent, props), [props.times, ...stacked(props.series).toReversed()], parent);
    const observer = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: props.height ?? 150 }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
    // The data is compared by value: a refetched answer that says the same draws nothing anew.
  }, [data, scheme, props.label]);
  return <div ref={element} />;
}
