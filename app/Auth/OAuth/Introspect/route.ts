export {
  introspect as DELETE,
  introspect as GET,
  introspect as HEAD,
  introspect as OPTIONS,
  introspect as PATCH,
  introspect as POST,
  introspect as PUT,
} from '@/lib/oauth/introspect'
