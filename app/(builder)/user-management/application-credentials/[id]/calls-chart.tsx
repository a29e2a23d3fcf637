'use client'

import { useParentSize } from '@visx/responsive'
import { scaleBand, scaleLinear } from '@visx/scale'
import { BarStack } from '@visx/shape'
import { useId, useState } from 'react'
import type { DayOfCalls } from '@/lib/activity/summary'
import { dateText } from '../expiry-text'
import { chartHeight } from './chart-height'

const margin = { top: 10, right: 4, bottom: 24, left: 44 }
const legendHeight = 28
const kinds = ['succeeded', 'refused'] as const
const dayLabelWidth = 64
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const number = new Intl.NumberFormat('en-GB', { notation: 'compact' })

/** Calls per day as stacked bars. One picture to assistive technology, which has the numbers in the table beside it. */
export function CallsChart({ days, summary }: { days: DayOfCalls[]; summary: string }) {
  const { parentRef, width } = useParentSize({ debounceTime: 50, ignoreDimensions: ['height', 'top', 'left'] })
  const [pointed, setPointed] = useState<DayOfCalls>()
  return (
    <div style={{ height: chartHeight }}>
      <p className="flex flex-wrap items-center gap-x-4 text-[0.8125rem] text-muted" style={{ height: legendHeight }}>
        <LegendKey className="fill-accent-solid">{pointed ? `${pointed.succeeded} successful` : 'Successful'}</LegendKey>
        <LegendKey className="fill-danger-solid">{pointed ? `${pointed.refused} refused` : 'Refused'}</LegendKey>
        {pointed && <span className="text-ink">{dateText(pointed.date)}</span>}
      </p>
      <div ref={parentRef} style={{ height: chartHeight - legendHeight }}>
        {width > 0 && <Bars days={days} summary={summary} width={width} onPoint={setPointed} />}
      </div>
    </div>
  )
}

function LegendKey({ className, children }: { className: string; children: string }) {
  return (
    <span className="flex items-center gap-1.5 tabular-nums">
      <svg aria-hidden width="10" height="10" className={className}>
        <rect width="10" height="10" rx="2" />
      </svg>
      {children}
    </span>
  )
}

type BarsProps = { days: DayOfCalls[]; summary: string; width: number; onPoint: (day: DayOfCalls | undefined) => void }

function Bars({ days, summary, width, onPoint }: BarsProps) {
  const titleId = useId()
  const height = chartHeight - legendHeight
  const bottom = height - margin.bottom
  const busiest = Math.max(4, ...days.map((day) => day.succeeded + day.refused))
  const x = scaleBand({ domain: days.map((day) => day.date), range: [margin.left, width - margin.right], padding: 0.25 })
  const y = scaleLinear({ domain: [0, busiest], range: [bottom, margin.top], nice: 4 })
  const every = Math.ceil((days.length * dayLabelWidth) / Math.max(width - margin.left, 1))
  return (
    <svg width={width} height={height} role="img" aria-labelledby={titleId} onPointerLeave={() => onPoint(undefined)}>
      <title id={titleId}>{`Calls per day over ${days.length} days: ${summary}`}</title>
      {y
        .ticks(4)
        .filter(Number.isInteger)
        .map((tick) => (
          <g key={tick} aria-hidden>
            <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
            <text x={margin.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-muted text-[0.6875rem] tabular-nums">
              {number.format(tick)}
            </text>
          </g>
        ))}
      <BarStack data={days} keys={[...kinds]} x={(day) => day.date} xScale={x} yScale={y} color={() => ''}>
        {(stacks) =>
          stacks.flatMap(({ key, bars }) =>
            bars.map((bar) => (
              <rect
                key={`${key} ${bar.bar.data.date}`}
                x={bar.x}
                y={bar.y}
                width={bar.width}
                height={bar.height}
                className={key === 'refused' ? 'fill-danger-solid' : 'fill-accent-solid'}
              />
            )),
          )
        }
      </BarStack>
      {days.map((day, index) => (
        <g key={day.date} aria-hidden>
          {(days.length - 1 - index) % every === 0 && (
            <text x={(x(day.date) ?? 0) + x.bandwidth()} y={height - 6} textAnchor="end" className="fill-muted text-[0.6875rem]">
              {dayMonth.format(new Date(`${day.date}T00:00:00Z`))}
            </text>
          )}
          {/* The whole height of a day answers the pointer, however low its bar is. */}
          <rect
            x={(x(day.date) ?? 0) - (x.step() - x.bandwidth()) / 2}
            width={x.step()}
            height={bottom}
            className="fill-transparent hover:fill-ink/5"
            onPointerEnter={() => onPoint(day)}
          />
        </g>
      ))}
    </svg>
  )
}
