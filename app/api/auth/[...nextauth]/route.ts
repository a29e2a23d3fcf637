export { handleAuth as GET, handleAuth as POST } from '@/lib/sign-in/handle-auth'
