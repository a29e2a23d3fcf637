export {
  roles as DELETE,
  roles as GET,
  roles as HEAD,
  roles as OPTIONS,
  roles as PATCH,
  roles as POST,
  roles as PUT,
} from '@/lib/api/roles'
