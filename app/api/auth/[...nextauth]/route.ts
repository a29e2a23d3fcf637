import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/lib/sign-in/auth-options'

const handler = async (request: NextRequest, context: RouteContext<'/api/auth/[...nextauth]'>) =>
  NextAuth(request, context, await authOptions())

export { handler as GET, handler as POST }
