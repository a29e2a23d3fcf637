export {
  role as DELETE,
  role as GET,
  role as HEAD,
  role as OPTIONS,
  role as PATCH,
  role as POST,
  role as PUT,
} from '@/lib/api/roles'
