'use client'

import { Menu, X } from 'lucide-react'
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from '@/components/icon-button'
import { NavigationLinks } from './navigation-links'

/** The navigation on narrow screens: the button "Open navigation" and what it slides in. */
export function NavigationDrawer({ name, email, features }: { name: string; email: string; features: string[] }) {
  return (
    <DialogTrigger>
      <IconButton aria-label="Open navigation" tone="bar" className="lg:hidden">
        <Menu aria-hidden className="size-5" />
      </IconButton>
      <ModalOverlay isDismissable className="fixed inset-0 z-40 bg-scrim">
        <Modal className="h-full w-72 max-w-[85vw] border-line border-r bg-raised shadow-raised">
          <Dialog className="flex h-full flex-col gap-4 overflow-y-auto p-3 outline-none">
            {({ close }) => (
              <>
                <header className="flex items-center justify-between pl-2.5">
                  <Heading slot="title" className="font-semibold">
                    Builder
                  </Heading>
                  <IconButton aria-label="Close navigation" onPress={close}>
                    <X aria-hidden className="size-4" />
                  </IconButton>
                </header>
                <NavigationLinks features={features} onFollow={close} />
                <p className="mt-auto border-line border-t px-2.5 pt-3">
                  <span className="block font-medium">{name}</span>
                  <span className="wrap-anywhere block text-muted">{email}</span>
                </p>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  )
}
