export { me as DELETE, me as GET, me as HEAD, me as OPTIONS, me as PATCH, me as POST, me as PUT } from '@/lib/api/me'
