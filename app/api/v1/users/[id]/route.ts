export {
  user as DELETE,
  user as GET,
  user as HEAD,
  user as OPTIONS,
  user as PATCH,
  user as POST,
  user as PUT,
} from '@/lib/api/users'
