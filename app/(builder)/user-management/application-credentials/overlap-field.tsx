'use client'

import { RadioGroup, RadioOption } from '@/components/radio-group'

/** How long the old secret works on, in seconds; 0: it stops now. */
type OverlapFieldProps = { value: number; onChange: (seconds: number) => void }

const durations = [
  { seconds: 3_600, label: '1 hour' },
  { seconds: 86_400, label: '24 hours' },
  { seconds: 604_800, label: '7 days' },
]
const keepLabel = 'Keep the old secret working for'
const firstOffered = '86400'

/** What becomes of the old secret: it stops now, or works on for a while so that no program fails meanwhile. */
export function OverlapField({ value, onChange }: OverlapFieldProps) {
  return (
    <>
      <RadioGroup
        label="What happens to the old secret"
        value={value === 0 ? 'stop' : 'keep'}
        onChange={(choice) => onChange(choice === 'stop' ? 0 : Number(firstOffered))}
      >
        <RadioOption
          value="stop"
          label="Old secret stops now"
          description="Its sessions end at once. Programs fail until they have the new one."
        />
        <RadioOption
          value="keep"
          label={keepLabel}
          description="No downtime: both secrets work, and sessions live on, until the old one is retired."
        />
      </RadioGroup>
      {value > 0 && (
        <RadioGroup label={keepLabel} value={String(value)} onChange={(seconds) => onChange(Number(seconds))} isInline>
          {durations.map(({ seconds, label }) => (
            <RadioOption key={seconds} value={String(seconds)} label={label} />
          ))}
        </RadioGroup>
      )}
    </>
  )
}
