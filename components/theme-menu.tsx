'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { IconButton } from './icon-button'
import { Menu, MenuItem } from './menu'
import { applyTheme, type Theme } from './theme'

const icons = { system: Monitor, light: Sun, dark: Moon }

/** The button "Theme" with its menu: System, Light, Dark. `initial` is what the server read from the cookie. */
export function ThemeMenu({ initial, onBar = false }: { initial: Theme; onBar?: boolean }) {
  const [theme, setTheme] = useState(initial)
  const Icon = icons[theme]
  function choose(next: Theme) {
    setTheme(next)
    applyTheme(next)
  }
  return (
    <MenuTrigger>
      <IconButton aria-label="Theme" tone={onBar ? 'bar' : 'quiet'}>
        <Icon aria-hidden className="size-4" />
      </IconButton>
      <Menu
        aria-label="Theme"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={(keys) => choose(([...keys][0] as Theme | undefined) ?? 'system')}
      >
        <MenuItem id="system" icon={<Monitor aria-hidden />} label="System" />
        <MenuItem id="light" icon={<Sun aria-hidden />} label="Light" />
        <MenuItem id="dark" icon={<Moon aria-hidden />} label="Dark" />
      </Menu>
    </MenuTrigger>
  )
}
