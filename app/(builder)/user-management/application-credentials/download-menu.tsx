'use client'

import { ChevronDown, Download, FileKey, FileText } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { Menu, MenuItem } from '@/components/menu'
import { saveFile } from '@/components/save-file'
import { type CredentialFile, credentialFiles } from './credential-files'

type DownloadMenuProps = { name: string; clientId: string; secret: string; onSecretSaved: () => void }

/** "Download": the key in the form that a program or a tool expects. The files are made in the browser. */
export function DownloadMenu({ name, clientId, secret, onSecretSaved }: DownloadMenuProps) {
  function download({ fileName, text, type, holdsSecret }: CredentialFile) {
    saveFile(fileName(name), text({ name, clientId, secret, origin: window.location.origin }), type)
    announce(`${fileName(name)} downloaded`)
    if (holdsSecret) onSecretSaved()
  }
  return (
    <MenuTrigger>
      <Button size="small">
        <Download aria-hidden className="size-4" />
        Download
        <ChevronDown aria-hidden className="size-3.5" />
      </Button>
      <Menu>
        {credentialFiles.map((file) => (
          <MenuItem
            key={file.label}
            icon={file.holdsSecret ? <FileKey aria-hidden /> : <FileText aria-hidden />}
            label={file.label}
            hint={file.holdsSecret ? undefined : 'without the secret'}
            onAction={() => download(file)}
          />
        ))}
      </Menu>
    </MenuTrigger>
  )
}
