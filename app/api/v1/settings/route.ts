export {
  settings as DELETE,
  settings as GET,
  settings as HEAD,
  settings as OPTIONS,
  settings as PATCH,
  settings as POST,
  settings as PUT,
} from '@/lib/api/settings'
