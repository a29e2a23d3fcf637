export {
  metadata as DELETE,
  metadata as GET,
  metadata as HEAD,
  metadata as OPTIONS,
  metadata as PATCH,
  metadata as POST,
  metadata as PUT,
} from '@/lib/oauth/metadata'
