'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/button'

/** The button that opens "New application credential". */
export function NewCredentialButton({ onPress }: { onPress: () => void }) {
  return (
    <Button tone="primary" onPress={onPress} data-new-entry="">
      <Plus aria-hidden className="size-4" />
      New credential
    </Button>
  )
}
