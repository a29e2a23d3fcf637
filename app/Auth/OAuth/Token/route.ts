export {
  token as DELETE,
  token as GET,
  token as HEAD,
  token as OPTIONS,
  token as PATCH,
  token as POST,
  token as PUT,
} from '@/lib/oauth/token'
