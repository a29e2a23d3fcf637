export {
  tickets as DELETE,
  tickets as GET,
  tickets as HEAD,
  tickets as OPTIONS,
  tickets as PATCH,
  tickets as POST,
  tickets as PUT,
} from '@/lib/api/tickets'
