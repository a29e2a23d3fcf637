export {
  ticket as DELETE,
  ticket as GET,
  ticket as HEAD,
  ticket as OPTIONS,
  ticket as PATCH,
  ticket as POST,
  ticket as PUT,
} from '@/lib/api/tickets'
