import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Installs one Debian package; for build machines that start from a bare image.
 * @param {string} name the package
 * @returns {boolean} false where this is not Debian or not allowed, or the installation failed
 */
export function aptInstall(name) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false
  console.log(`Installing the Debian package ${name} …`)
  const apt = (/** @type {string[]} */ ...words) =>
    spawnSync('apt-get', words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const install = () => apt('install', '-y', '--no-install-recommends', name)
  // A bare image has no package lists yet.
  return install() || (apt('update') && install())
}
