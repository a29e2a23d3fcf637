export {
  live as DELETE,
  live as GET,
  live as HEAD,
  live as OPTIONS,
  live as PATCH,
  live as POST,
  live as PUT,
} from '@/lib/api/health'
