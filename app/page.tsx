import { redirect } from 'next/navigation'

/** Builder opens on Application Credentials. */
export default function Home() {
  redirect('/user-management/application-credentials')
}
