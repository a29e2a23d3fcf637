import { Disclosure } from '@/components/disclosure'
import type { Exceeding } from '@/lib/credentials/exceeding'
import { dateWords } from '@/lib/notices/words'
import { counted } from './effect-text'

/** Which credentials live longer than the maximum lifetime allows: owner, name, expiry. Nothing for people who may not see them. */
export function ExceedingCredentials({ exceeding }: { exceeding: Exceeding | null }) {
  if (!exceeding || exceeding.first.length === 0) return null
  const more = exceeding.count - exceeding.first.length
  return (
    <Disclosure label={`Show ${exceeding.count === 1 ? 'it' : 'them'}`}>
      <table className="w-full border-collapse text-[0.8125rem]">
        <caption className="sr-only">Credentials that expire later</caption>
        <thead>
          <tr className="border-line border-b text-left text-muted">
            {['Owner', 'Credential', 'Expires'].map((header) => (
              <th key={header} scope="col" className="py-1.5 pr-4 font-medium">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exceeding.first.map(({ id, ownerName, name, expiresOn, expiresZone }) => (
            <tr key={id} className="border-line border-b align-top last:border-b-0">
              <td className="wrap-anywhere py-1.5 pr-4">{ownerName}</td>
              <th scope="row" className="wrap-anywhere py-1.5 pr-4 text-left font-medium">
                {name}
              </th>
              <td className="py-1.5" title={expiresZone}>
                {dateWords(expiresOn)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="pt-2 text-muted">And {counted(more, 'more credential')}.</p>}
    </Disclosure>
  )
}
