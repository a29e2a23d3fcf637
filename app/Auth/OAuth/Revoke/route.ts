export {
  revoke as DELETE,
  revoke as GET,
  revoke as HEAD,
  revoke as OPTIONS,
  revoke as PATCH,
  revoke as POST,
  revoke as PUT,
} from '@/lib/oauth/revoke'
