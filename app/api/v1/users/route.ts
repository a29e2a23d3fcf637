export {
  users as DELETE,
  users as GET,
  users as HEAD,
  users as OPTIONS,
  users as PATCH,
  users as POST,
  users as PUT,
} from '@/lib/api/users'
